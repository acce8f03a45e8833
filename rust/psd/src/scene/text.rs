use imageparser_base::Result;
use imageparser_raster::blend::Curve;
use imageparser_raster::scene::Model;

use crate::context::Context;

/// How text mixes with what is below it: in a gamma of its own, as Photoshop does since CS6. A file that a known older
/// version wrote has plain edges; where no version is told, edges are those of today (found on 19 files).
///
/// # Errors
/// As [`Context::version_info`].
pub(super) fn edges(context: &Context, model: Model) -> Result<Option<Curve>> {
    let is_old = context.version_info()?.is_some_and(|info| is_old(&info.reader));
    let curve = if context.document.header.depth == 32 { Curve::Linear } else { Curve::Srgb };
    Ok(Some(curve).filter(|_| !is_old && matches!(model, Model::Rgb | Model::Grey)))
}

/// Whether the program is Photoshop up to CS5.
fn is_old(program: &str) -> bool {
    let Some(version) = program.trim_end_matches('\0').strip_prefix("Adobe Photoshop") else { return false };
    let version = version.trim();
    match version.strip_prefix("CS") {
        Some(number) => !number.starts_with('6'),
        None => {
            version.split('.').next().and_then(|first| first.parse().ok()).map_or(version.is_empty(), |v: u32| v < 13)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_up_to_cs5_are_old() {
        for old in [
            "Adobe Photoshop",
            "Adobe Photoshop 7.0",
            "Adobe Photoshop CS",
            "Adobe Photoshop CS2",
            "Adobe Photoshop CS5.1",
        ] {
            assert!(is_old(old), "{old}");
        }
        for new in [
            "Adobe Photoshop CS6",
            "Adobe Photoshop CC 2017",
            "Adobe Photoshop 22.4",
            "Adobe Photoshop 2021",
            "ag-psd",
            "",
        ] {
            assert!(!is_old(new), "{new}");
        }
    }
}
