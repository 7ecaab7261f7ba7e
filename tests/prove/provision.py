"""What the proof of silence needs: strace, on Linux."""

import shutil
import sys

from tests.browser.provision import apt_install


def main() -> int:
    if sys.platform != "linux" or shutil.which("strace") or apt_install("strace"):
        return 0
    print(
        "strace が見つからず、入れることもできませんでした。入れてから、もう一度 make prove を実行してください。",
        file=sys.stderr,
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
