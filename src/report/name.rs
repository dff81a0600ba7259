//! File names for actors: an id comes in; a name that is safe on every system comes out.

/// The file name of an actor's page, without its extension.
///
/// Ids of the registry are used unchanged. Other names keep their ASCII letters and digits and get a hash of the whole
/// name, so that two names never share a file.
pub(super) fn file_name(id: &str) -> String {
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_' || c == '.';
    if !id.is_empty()
        && id.len() <= 80
        && id.chars().all(plain)
        && !id.split('.').any(str::is_empty)
        && !is_reserved(id)
    {
        return id.to_owned();
    }
    let kept: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).take(60).collect();
    let number = id
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{kept}-{number:016x}")
}

/// Reserved names of devices on some systems.
fn is_reserved(id: &str) -> bool {
    let stem = id.split('.').next().unwrap_or("");
    matches!(stem, "CON" | "PRN" | "AUX" | "NUL")
        || (stem.len() == 4 && (stem.starts_with("COM") || stem.starts_with("LPT")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leaves_its_folder() {
        assert_eq!(file_name("CHN.XI_JINPING"), "CHN.XI_JINPING");
        for id in ["../../etc/passwd", "..", "", "a/b", "CON", "Ärger & Co.", "a\\b", "x\ny"] {
            let name = file_name(id);
            assert!(name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_'), "{id:?} gives {name:?}");
        }
        assert_ne!(file_name("a/b"), file_name("a\\b"));
    }
}
