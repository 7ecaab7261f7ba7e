"""The systems that a kit is made for: what pip calls them, and what a requirement's marker sees there."""

from dataclasses import dataclass

from packaging.tags import Tag, compatible_tags, cpython_tags


@dataclass(frozen=True, slots=True)
class System:
    """`platforms`: the tags of wheels that run there, best first; `markers`: the values of environment markers.

    `also`: pins of what only a kit needs there.
    """

    name: str
    platforms: tuple[str, ...]
    markers: dict[str, str]
    start: str
    also: tuple[str, ...] = ()

    def environment(self, python: str) -> dict[str, str]:
        """What markers are evaluated with, for a Python such as "3.11"."""
        versions = {"python_version": python, "python_full_version": f"{python}.0"}
        return self.markers | versions | {"platform_python_implementation": "CPython", "extra": ""}

    def tags(self, python: str) -> frozenset[Tag]:
        """The tags of every wheel that this system's Python can use."""
        version = tuple(map(int, python.split(".")))
        platforms = list(self.platforms)
        interpreter = f"cp{python.replace('.', '')}"
        return frozenset(
            [*cpython_tags(version, platforms=platforms), *compatible_tags(version, interpreter, platforms)]
        )


_GLIBC = 28
"""Linux of 2018 and later (2.28): Debian 10, Ubuntu 20.04, RHEL 8."""
_MACOS = 14
"""torch has no wheel for an earlier macOS."""

SYSTEMS = {
    system.name: system
    for system in (
        System(
            "linux",
            (
                *(f"manylinux_2_{minor}_x86_64" for minor in range(_GLIBC, 4, -1)),
                *("manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64", "linux_x86_64"),
            ),
            {
                "sys_platform": "linux",
                "os_name": "posix",
                "platform_system": "Linux",
                "platform_machine": "x86_64",
            },
            "start.sh",
        ),
        System(
            "windows",
            ("win_amd64",),
            {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows", "platform_machine": "AMD64"},
            "起動.bat",
            also=("msvc-runtime==14.44.35112",),  # torch needs Microsoft's C++ runtime, and may not install it
        ),
        System(
            "macos",
            (
                *(f"macosx_{major}_0_arm64" for major in range(_MACOS, 10, -1)),
                *(f"macosx_{major}_0_universal2" for major in range(_MACOS, 10, -1)),
                *(f"macosx_10_{minor}_universal2" for minor in range(16, 3, -1)),
            ),
            {
                "sys_platform": "darwin",
                "os_name": "posix",
                "platform_system": "Darwin",
                "platform_machine": "arm64",
            },
            "start.command",
        ),
    )
}
