use encoding_rs::{EUC_KR, MACINTOSH, SHIFT_JIS};

/// The text of a Pascal string whose code page nobody stored: ASCII, UTF-8, Shift-JIS, CP949, else `MacRoman`.
pub(crate) fn decode(bytes: &[u8]) -> String {
    let bytes = &bytes[..bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1)];
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    korean(bytes).or_else(|| japanese(bytes)).unwrap_or_else(|| MACINTOSH.decode(bytes).0.into_owned())
}

/// CP949, if it gives nothing but Hangul and mostly the common syllables of KS X 1001 (both bytes high).
fn korean(bytes: &[u8]) -> Option<String> {
    let text = EUC_KR.decode_without_bom_handling_and_without_replacement(bytes)?;
    let pairs = pairs(bytes, |lead| lead >= 0x81);
    let common = pairs.iter().filter(|p| (0xB0..=0xC8).contains(&p[0]) && p[1] >= 0xA1).count();
    let hangul =
        text.chars().filter(|c| !c.is_ascii()).all(|c| matches!(c, '\u{AC00}'..='\u{D7A3}' | '\u{3131}'..='\u{318E}'));
    (hangul && common * 2 > pairs.len()).then(|| text.into_owned())
}

/// Shift-JIS, if it has two double-byte characters side by side (single ones are rather accents of `MacRoman`, unless
/// there is no Latin letter at all) and none that touches a small Latin letter, as halves of an accented word do.
fn japanese(bytes: &[u8]) -> Option<String> {
    let text = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes)?;
    let wide = |c: char| matches!(c, '\u{3000}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}');
    let small = |c: char| c.is_ascii_lowercase();
    let two: Vec<(char, char)> = text.chars().zip(text.chars().skip(1)).collect();
    let private = text.chars().any(|c| matches!(c, '\u{E000}'..='\u{F8FF}'));
    let run = two.iter().any(|&(a, b)| wide(a) && wide(b));
    let torn = two.iter().any(|&(a, b)| (wide(a) && small(b)) || (small(a) && wide(b)));
    let alone = text.chars().any(wide) && !text.chars().any(|c| c.is_ascii_alphabetic());
    ((run || alone) && !torn && !private).then(|| text.into_owned())
}

fn pairs(bytes: &[u8], is_lead: impl Fn(u8) -> bool) -> Vec<[u8; 2]> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&lead) = bytes.get(at) {
        match bytes.get(at + 1) {
            Some(&trail) if is_lead(lead) => {
                found.push([lead, trail]);
                at += 2;
            }
            _ => at += 1,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const KOREAN: &str = "레이어 1|배경|그룹 2 복사|똠방각하 레이어|선|채색|머리카락 (앞)|눈/동자|명암 #2|\
        스케치 copy|Curves 1 복사|[캐릭터] 옷|ㅋㅋ 레이어|얼굴-그림자|텍스트|색조/채도 1|모양 1";
    const JAPANESE: &str = "レイヤー 1|背景|フォルダ|線画 のコピー|ﾚｲﾔｰ 背景|髪|目|肌 影|下書き|トーンカーブ 1|\
        グループ 1|色相・彩度 1|塗り|ハイライト copy|影１|レイヤー 1 のコピー 2|シェイプ 1";
    const WESTERN: &str = "Élan|Ébène 2|Größe|Layer 1|é|Calque d’arrière-plan|ñandú|Hintergrundebene|Fläche 1|\
        Übergänge|Opacité|Arrière|Niveles básicos|Máscara|Fond é|Livello 1 à|© Adobe|Ünïcödé|\
        Straße ößä|Çà et là|Forma øæå|Température";

    #[test]
    fn code_pages_are_told_apart() {
        for name in KOREAN.split('|') {
            assert_eq!(decode(&EUC_KR.encode(name).0), name);
            assert_eq!(decode(name.as_bytes()), name);
        }
        for name in JAPANESE.split('|') {
            assert_eq!(decode(&SHIFT_JIS.encode(name).0), name);
        }
        for name in WESTERN.split('|') {
            assert_eq!(decode(&MACINTOSH.encode(name).0), name, "MacRoman");
        }
        assert_eq!(decode(b"Layer\0\0"), "Layer");
        assert_eq!(decode(b""), "");
    }
}
