"""Is a path on a network file system? SQLite's write-ahead log must not be used there."""

from __future__ import annotations

from pathlib import Path

_NETWORK = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "afs",
        "ceph",
        "glusterfs",
        "lustre",
        "gpfs",
        "beegfs",
        "9p",
        "fuse.gcsfuse",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.sshfs",
        "davfs",
    }
)
_MOUNTS = Path("/proc/mounts")


def is_network(path: Path) -> bool:
    """Whether `path` lies on a file system of another machine; False where that can't be told (not Linux)."""
    if not _MOUNTS.exists():
        return False
    return _file_system(path.resolve(), _MOUNTS.read_text(errors="replace")) in _NETWORK


def _file_system(path: Path, mounts: str) -> str:
    """The type of the deepest mount above `path`; a later line of the table hides an earlier one."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        point = Path(fields[1].replace("\\040", " "))
        if len(point.parts) >= best and path.is_relative_to(point):
            best, kind = len(point.parts), fields[2]
    return kind
