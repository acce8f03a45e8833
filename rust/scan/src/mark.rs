use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::folder::About;
use crate::stamp::{Fingerprint, Stamp};
use crate::{ScanOptions, names};

/// Clocks of file systems tick in steps; a change in the same step as the listing must not go unnoticed.
const SETTLED: Duration = Duration::from_secs(3);

/// Says which listing of names a manifest came from. While a directory has the same mark, no name in it came,
/// went or changed, so only the files are looked at.
///
/// 0 = the names must be read: a file system that does not keep the time of such changes faithfully.
pub(crate) fn of(about: &About, options: &ScanOptions) -> u64 {
    let (Some(changed_ns), Some(identity)) = (about.names_changed_ns, about.identity) else { return 0 };
    let options = u64::from(options.hidden) << 1 | u64::from(options.default_excludes);
    let place = Fingerprint { size: identity.device << 2 | options, mtime_ns: changed_ns, file_id: identity.inode };
    (Stamp { print: place, link: false }.mixed() ^ names::RULES).max(1)
}

/// Whether the names changed so long before `now` that a later change is sure to have another time.
pub(crate) fn is_settled(about: &About, now: SystemTime) -> bool {
    let now = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    let until = now.saturating_sub(SETTLED).as_nanos();
    about.names_changed_ns.is_some_and(|changed| u128::try_from(changed).is_ok_and(|changed| changed < until))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::Identity;

    fn about(names_changed_ns: Option<i64>, inode: u64) -> About {
        About { identity: Some(Identity { device: 1, inode }), names_changed_ns }
    }

    #[test]
    fn marks_differ_by_time_directory_and_options() {
        let (plain, hidden) = (ScanOptions::default(), ScanOptions { hidden: true, ..ScanOptions::default() });
        let first = of(&about(Some(5), 1), &plain);
        assert_ne!(first, 0);
        assert_eq!(first, of(&about(Some(5), 1), &plain));
        for (other, options) in [(about(Some(6), 1), &plain), (about(Some(5), 2), &plain), (about(Some(5), 1), &hidden)]
        {
            assert_ne!(first, of(&other, options));
        }
        assert_eq!(of(&about(None, 1), &plain), 0);
    }

    #[test]
    fn recent_and_future_changes_are_not_settled() {
        let now = UNIX_EPOCH + Duration::from_secs(100);
        let settled = |seconds: i64| is_settled(&about(Some(seconds * 1_000_000_000), 1), now);
        assert!(settled(96) && !settled(98) && !settled(101) && !settled(-1));
        assert!(!is_settled(&about(None, 1), now));
    }
}
