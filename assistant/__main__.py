"""`python -P -m assistant` is `mazuippo`."""

import sys

from assistant.cli import main

sys.exit(main())
