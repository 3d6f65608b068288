# Everything a maintainer runs. On a fresh machine each target sets itself up first;
# all it needs is Python 3.11 and make.

.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= $(or $(GBAQA_PORT),7860)
WORKERS ?= 2
BASELINES := eval/baselines
DATASETS ?= eval/gba
# Public data sets lie beside the project where it is developed; those that are not there are left out.
PUBLIC ?= ../shared/evaldata
TRAINED := src/gbaqa/indexing/weights/minilm-questions.safetensors
JUDGE := src/gbaqa/answering/weights/minilm-answers.safetensors
GATED := eval/gba $(PUBLIC)/scifact:train $(PUBLIC)/feedbackqa:valid $(PUBLIC)/squad2:dev $(PUBLIC)/drcd:dev

WHOLE := $(filter-out eval/gba,$(GATED)) $(addsuffix :dev,$(addprefix $(PUBLIC)/,cmrc clapnq faquad pira-en \
	pira-pt-en ntrex-zh-Hans-en ntrex-zh-Hant-en ntrex-yue-en ntrex-pt-en)) $(PUBLIC)/quebec:valid

# a process that must not keep what it compiled compiles all of the project: tests start some hundred
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help serve test pytest browser index eval baselines check-quality check-half bench bench-gate \
	ablation train train-judge train-answers lint format screenshots bench-page feedback-report coverage \
	bench-faults bench-encoding bench-peers bench-start bench-hostile bench-deploy bench-growing fuzz soak \
	lock audit licences sbom clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: index ## set up, build the index if it is missing or stale, serve on 127.0.0.1:7860 (PORT=)
	@echo "==> serving on http://$(or $(GBAQA_HOST),127.0.0.1):$(PORT)"
	@GBAQA_PORT=$(PORT) $(BIN)/python app.py

index: $(VENV)/.installed ## build or update the index
	@echo "==> index: building what is missing or stale"
	@$(BIN)/gbaqa index

test: $(VENV)/.installed-test ## set up with test extras; lint, types, contracts, every test, quality
	@# the parts beside each other; threads sleep while they wait, not spin on a core another needs
	@OPENBLAS_THREAD_TIMEOUT=4 OMP_WAIT_POLICY=PASSIVE $(MAKE) --no-print-directory -j3 lint check-half pytest

pytest: $(VENV)/.installed-test index browser ## every test, in as many processes as there are workers (WORKERS=)
	@# files in their order: slow ones come early, the last ones are short and end together
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

coverage: $(VENV)/.installed-test index ## every test but a browser's with lines and branches counted: twice the time
	$(BIN)/pytest -n $(WORKERS) --dist loadfile --ignore tests/browser --cov --cov-report=term

browser:
	@scripts/install-browser

check-quality: index ## fail where answers or retrieval lost against the committed baselines
	@echo "==> quality: scoring the dev sets beside their baselines"
	@$(BIN)/python -m gbaqa.evaluation.gating $(BASELINES) $(GATED)

check-half: index ## the same with half of the project's own questions, within "make test"
	@echo "==> quality: scoring half of the dev set and samples of public sets beside their baselines"
	@$(BIN)/python -m gbaqa.evaluation.gating $(BASELINES) $(GATED) --half

lint: $(VENV)/.installed-test ## format, lint, types, import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(VENV)/.installed-test ## let ruff format and mend what it can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

eval: index ## score the project's questions beside the baseline, then public dev sets (PUBLIC=)
	@for split in dev test; do \
	  $(BIN)/gbaqa eval eval/gba --split $$split --baseline $(BASELINES)/gba-$$split.json || exit 1; \
	done
	@for set in squad2 clapnq drcd cmrc faquad pira-en; do \
	  test ! -d $(PUBLIC)/$$set || $(BIN)/gbaqa eval $(PUBLIC)/$$set --split dev || exit 1; \
	done
	@$(BIN)/python -m scripts.dev_figures eval/gba:dev $(WHOLE)

baselines: index ## write the committed baselines anew; say why in the commit
	$(BIN)/python -m gbaqa.evaluation.baselines $(BASELINES) $(GATED)

bench: index ## score the public data sets whole and write their figures (half an hour)
	$(BIN)/python -m gbaqa.evaluation.baselines $(BASELINES) --whole $(filter-out eval/gba,$(GATED)) \
	  $(PUBLIC)/ntrex-zh-Hant-en:dev
	$(BIN)/python -m scripts.bench_receipts eval/gba
	$(BIN)/python -m scripts.bench_determinism eval/gba

ablation: index ## leave out each step of the retrieval and test what it was worth (DATASETS=)
	$(BIN)/python -m scripts.ablation $(DATASETS)

train: $(VENV)/.installed ## train the encoder's small weights anew (an hour on two cores, less on a GPU)
	$(BIN)/python -m scripts.training $(PUBLIC) $(TRAINED)

bench-gate: index ## plant losses and harmless changes and see what the gate says (half an hour)
	$(BIN)/python -m scripts.bench_gate $(BASELINES) $(GATED)

train-judge: index ## train the small weights that judge sentences (an hour on two cores)
	$(BIN)/python -m scripts.judging $(PUBLIC) $(JUDGE)

train-answers: index ## learn how evidence is weighed and when it answers, from dev sets
	$(BIN)/python -m scripts.learning $(dir $(JUDGE)) eval/gba:dev $(PUBLIC)/squad2:dev $(PUBLIC)/clapnq:dev

screenshots: $(VENV)/.installed-test index ## take pictures of the page: four languages, wide, phone, dark
	$(BIN)/python -m scripts.screenshots docs/screenshots

bench-page: $(VENV)/.installed-test index ## measure the page in a browser, and fifty clients at once
	$(BIN)/python -m scripts.bench_page
	$(BIN)/python -m scripts.bench_clients

soak: $(VENV)/.installed-test index ## fifty clients for five minutes, some of them broken
	$(BIN)/python -m scripts.soak

bench-start: $(VENV)/.installed-test index ## how soon the server answers, and how large it is
	$(BIN)/python -m scripts.bench_start

bench-hostile: $(VENV)/.installed-test ## files that mean harm, large ones too, each read or refused within limits
	$(BIN)/python -m scripts.bench_hostile

bench-deploy: $(VENV)/.installed-test index ## two replicas behind nginx, one killed, both restarted (needs nginx)
	$(BIN)/python -m scripts.bench_deploy

FUZZED := fields markdown plain delimited html chunking composing detecting encodings packing replaying
fuzz: $(VENV)/.installed-test ## three minutes of atheris on each part of ours that reads what strangers write
	$(BIN)/python -m pip install --disable-pip-version-check -q -e ".[bench]"
	@for target in $(FUZZED); do $(BIN)/python -m scripts.fuzzing $$target 180 || exit 1; done
	GBAQA_FUZZ=soak $(BIN)/pytest tests/fuzzing

$(VENV)/.installed-release: pyproject.toml | $(VENV)/.installed-test
	$(BIN)/python -m pip install --disable-pip-version-check -q -e ".[release]"
	@touch $@

lock: $(VENV)/.installed-release ## resolve every dependency of the app anew, with hashes
	$(BIN)/python -m scripts.lock_dependencies

audit: $(VENV)/.installed-release ## hold the locked packages against known faults
licences: $(VENV)/.installed-release ## list the licences of what is installed for the app
sbom: $(VENV)/.installed-release ## write a bill of materials
audit licences sbom:
	$(BIN)/python -m scripts.check_dependencies $@

bench-growing: index ## 1,000 to 100,000 passages: to build, to change one, to open, to search (SIZES=)
	$(BIN)/python -m scripts.bench_growing --evaldata $(PUBLIC) --folder build/growing --sizes $(or $(SIZES),1000,10000,100000)

bench-encoding: index ## measure how fast passages are encoded, and what it costs in ranking
	$(BIN)/python -m scripts.bench_encoding --loss $(PUBLIC)/feedbackqa:valid $(PUBLIC)/scifact:train

bench-peers: index ## the same passages in what a user would pick instead, each in its own environment (an hour)
	$(BIN)/python -m scripts.peers $(PUBLIC) build/peers

bench-faults: index ## kill 200 builds, read during builds, rebuild under a server that is asked
	$(BIN)/python -m scripts.bench_faults

feedback-report: $(VENV)/.installed ## what readers thought of answers
	@$(BIN)/python -m gbaqa.web.feedback.report $(or $(GBAQA_FEEDBACK),feedback)

clean: ## remove what was installed and built
	rm -rf $(VENV) index/CURRENT index/LOCK index/generations index/datasets
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# pip compiles what it installs in one process, file after file: it is left to as many as there are cores
define installed
	@$(BIN)/python -m pip install --disable-pip-version-check --no-compile -e $(1)
	@$(BIN)/python -m compileall -qq -j 0 $(VENV)/lib 2>/dev/null || true  # some files of packages no Python reads
endef

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "no python3.11 found; install Python 3.11 or set PYTHON=" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=")'
	@echo "==> set-up 1/2: making $(VENV) with $(PYTHON)"
	@"$(PYTHON)" -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "==> set-up 2/2: installing packages (several minutes the first time)"
	$(call installed,.)
	@touch $@

$(VENV)/.installed-test: pyproject.toml | $(BIN)/python
	@echo "==> set-up 2/2: installing packages with the test extras (several minutes the first time)"
	$(call installed,".[test]")
	@touch $@ $(VENV)/.installed
