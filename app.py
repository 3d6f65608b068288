"""Start the web app: `python app.py`, with settings from the environment."""

import logging
import os
import sys

from gbaqa.errors import GbaqaError
from gbaqa.settings import Settings
from gbaqa.web.serving import serve


def main() -> int:
    """Serves until it is stopped; the exit code is that of the error, if any."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("gbaqa").setLevel(logging.INFO)  # libraries tell of trouble alone
    try:
        settings = Settings.read(os.environ)
        serve(
            settings.index,
            encoder_name=settings.encoder,
            host=settings.host,
            port=settings.port,
        )
    except GbaqaError as error:
        print(f"gbaqa: {error}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
