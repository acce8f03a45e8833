//! One source for every instruction set: work is compiled for the widest that the machine has.
#![cfg_attr(target_arch = "x86_64", expect(unsafe_code, reason = "pulp knows no set with VPOPCNTDQ"))]

/// Run `work` with the widest instructions at hand; it and what it calls must be `#[inline(always)]`.
pub(crate) fn widest<T>(work: impl FnOnce() -> T) -> T {
    #[cfg(target_arch = "x86_64")]
    if counts_bits() {
        // SAFETY: the machine has every feature that the function is compiled for, as was asked just now.
        return unsafe { with_bit_counts(work) };
    }
    pulp::Arch::new().dispatch(work)
}

#[cfg(target_arch = "x86_64")]
fn counts_bits() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl")
        && is_x86_feature_detected!("avx512vpopcntdq")
        && is_x86_feature_detected!("fma")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("popcnt")
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq,fma,bmi1,bmi2,popcnt")]
fn with_bit_counts<T>(work: impl FnOnce() -> T) -> T {
    work()
}
