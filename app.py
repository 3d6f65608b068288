"""Start the web app: `python app.py` is `gbaqa serve`, with settings from the environment."""

import sys

from gbaqa.cli import main

if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))
