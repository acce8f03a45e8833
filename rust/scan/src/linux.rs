use std::ffi::{CStr, OsStr};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, RawDir, Stat, fstat, fstatfs, openat, statat};

use crate::folder::{About, Folder, Hint, Identity, Kind, Seen};
use crate::stamp::{Fingerprint, Stamp, nanoseconds};

/// The kernel takes at most 4096 bytes of path at once; a longer one is opened in steps.
const LONGEST_PATH: usize = 4000;

/// Local file systems that change a directory's ctime whenever a name in it comes, goes or changes: ext2/3/4,
/// XFS, Btrfs, tmpfs, F2FS (`statfs(2)`). Network, FAT and overlay file systems are not among them.
const FAITHFUL: [u64; 5] = [0xEF53, 0x5846_5342, 0x9123_683E, 0x0102_1994, 0xF2F5_2010];

/// A directory opened for `getdents` and for `fstatat` relative to it.
pub(crate) struct LinuxFolder(OwnedFd);

#[allow(clippy::useless_conversion, clippy::unnecessary_cast, reason = "field types differ between architectures")]
impl Folder for LinuxFolder {
    fn open(path: &Path, follow: bool) -> io::Result<Self> {
        let mut rest = path.as_os_str().as_bytes();
        let mut step: Option<OwnedFd> = None;
        while rest.len() > LONGEST_PATH {
            let cut = rest[..LONGEST_PATH].iter().rposition(|&byte| byte == b'/').filter(|&cut| cut > 0);
            let (head, tail) = rest.split_at(cut.ok_or(io::ErrorKind::InvalidFilename)?);
            step = Some(open_part(step.as_ref(), head, OFlags::PATH)?);
            rest = &tail[1..];
        }
        let flags = if follow { OFlags::RDONLY } else { OFlags::RDONLY | OFlags::NOFOLLOW };
        Ok(Self(open_part(step.as_ref(), rest, flags)?))
    }

    fn about(&self) -> io::Result<About> {
        let about = fstat(&self.0)?;
        // The status change time, because no program can set it back as `rsync` and `tar` set back the mtime.
        let changed = FAITHFUL.contains(&(fstatfs(&self.0)?.f_type as u64));
        let names_changed_ns = changed.then(|| nanoseconds(about.st_ctime as i64, about.st_ctime_nsec as i64));
        Ok(About { identity: Some(Identity { device: about.st_dev, inode: about.st_ino }), names_changed_ns })
    }

    fn names(&self, each: &mut dyn FnMut(&[u8], Hint)) -> io::Result<()> {
        let mut buffer = Vec::with_capacity(32 * 1024);
        let mut entries = RawDir::new(&self.0, buffer.spare_capacity_mut());
        while let Some(entry) = entries.next() {
            let entry = entry?;
            let hint = match entry.file_type() {
                FileType::RegularFile => Hint::File,
                FileType::Directory => Hint::Folder,
                FileType::Symlink => Hint::Link,
                _ => Hint::Unknown,
            };
            match entry.file_name().to_bytes() {
                b"." | b".." => {}
                name => each(name, hint),
            }
        }
        Ok(())
    }

    fn look(&self, name: &CStr) -> io::Result<Seen> {
        let here = statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW)?;
        let link = FileType::from_raw_mode(here.st_mode) == FileType::Symlink;
        let about = if link { statat(&self.0, name, AtFlags::empty())? } else { here };
        Ok(Seen { kind: kind_of(&about), stamp: Stamp { print: print_of(&about), link }, remote: false })
    }

    fn exists(&self, name: &[u8]) -> bool {
        statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW).is_ok()
    }
}

fn open_part(at: Option<&OwnedFd>, path: &[u8], flags: OFlags) -> io::Result<OwnedFd> {
    let at: BorrowedFd<'_> = at.map_or(CWD, AsFd::as_fd);
    let flags = flags | OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NONBLOCK;
    Ok(openat(at, OsStr::from_bytes(path), flags, Mode::empty())?)
}

fn kind_of(about: &Stat) -> Kind {
    match FileType::from_raw_mode(about.st_mode) {
        FileType::RegularFile => Kind::File,
        FileType::Directory => Kind::Folder,
        FileType::Fifo => Kind::Pipe,
        FileType::Socket => Kind::Socket,
        FileType::CharacterDevice | FileType::BlockDevice => Kind::Device,
        _ => Kind::Other,
    }
}

#[allow(clippy::useless_conversion, clippy::unnecessary_cast, reason = "field types differ between architectures")]
fn print_of(about: &Stat) -> Fingerprint {
    let mtime_ns = nanoseconds(about.st_mtime as i64, about.st_mtime_nsec as i64);
    Fingerprint { size: about.st_size as u64, mtime_ns, file_id: about.st_ino as u64 }
}
