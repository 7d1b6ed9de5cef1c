#![feature(
    adt_const_params,
    unsized_const_params,
    never_type,
    c_variadic,
    min_specialization
)]
#![allow(
    incomplete_features,
    dead_code,
    non_camel_case_types,
    uncommon_codepoints,
    confusable_idents,
    mixed_script_confusables
)]
use std::marker::ConstParamTy;
#[derive(PartialEq, Eq, ConstParamTy)]
pub enum E {
    A,
    B(u8, &'static str),
    C { x: i32, größe: char },
}
#[derive(PartialEq, Eq, ConstParamTy)]
pub struct P {
    pub a: [u8; 3],
    pub t: (i8,),
    pub u: (),
}
pub struct S<const N: usize>;
impl<const N: usize> S<N> {
    #[inline(never)]
    pub fn f(&self) -> usize {
        N
    }
}
#[inline(never)]
pub fn ci<const N: i64>() -> i64 {
    N
}
#[inline(never)]
pub fn cu128<const N: u128>() -> u128 {
    N
}
#[inline(never)]
pub fn cb<const N: bool>() -> bool {
    N
}
#[inline(never)]
pub fn cc<const N: char>() -> char {
    N
}
#[inline(never)]
pub fn cs<const N: &'static str>() -> usize {
    N.len()
}
#[inline(never)]
pub fn ce<const N: E>() -> usize {
    1
}
#[inline(never)]
pub fn cp<const N: P>() -> usize {
    2
}
#[inline(never)]
pub fn cr<const N: &'static [u8; 2]>() -> usize {
    3
}
#[inline(never)]
pub fn ct<const N: (u8, bool)>() -> usize {
    3
}
#[inline(never)]
pub fn ty<T: ?Sized>() -> usize {
    std::any::type_name::<T>().len()
}
pub trait Tr<X: ?Sized> {
    type Out;
    fn go(&self);
}
pub mod größe {
    pub struct 東京;
    impl 東京 {
        #[inline(never)]
        pub fn 駅() -> usize {
            let c = || crate::ty::<Self>();
            c()
        }
    }
}
struct Loc;
impl Tr<str> for Loc {
    type Out = u8;
    #[inline(never)]
    fn go(&self) {
        fn inner<'a>(x: &'a mut [u8]) -> usize {
            x.len()
        }
        ty::<for<'a> fn(&'a mut [u8]) -> usize>();
        inner(&mut []);
    }
}
pub fn all() -> usize {
    let mut n = 0usize;
    Loc.go();
    n += S::<12>.f();
    n += S::<{ usize::MAX }>.f();
    ci::<-5>();
    ci::<{ i64::MIN }>();
    cu128::<{ u128::MAX }>();
    cu128::<0>();
    cb::<true>();
    cb::<false>();
    cc::<'x'>();
    cc::<'\''>();
    cc::<'"'>();
    cc::<'\n'>();
    cc::<'∂'>();
    cc::<'\u{301}'>();
    cc::<'\u{200b}'>();
    cc::<'\0'>();
    cc::<'\\'>();
    cc::<'😀'>();
    n += cs::<"">() + cs::<"it's \"q\" \t ü">();
    n += ce::<{ E::A }>()
        + ce::<{ E::B(7, "x") }>()
        + ce::<
            {
                E::C {
                    x: -1, größe: 'ß'
                }
            },
        >()
        + cp::<
            {
                P {
                    a: [1, 2, 3],
                    t: (-1,),
                    u: (),
                }
            },
        >()
        + cr::<{ &[1, 2] }>()
        + ct::<{ (1, true) }>();
    n += ty::<dyn Tr<u8, Out = i32> + Send>()
        + ty::<dyn for<'a> Fn(&'a str, &'a mut u8) -> &'a u8>()
        + ty::<&'static dyn std::fmt::Debug>();
    n += ty::<unsafe extern "C" fn(*const u8, *mut i8, ...) -> !>()
        + ty::<extern "system" fn()>()
        + ty::<extern "C-unwind" fn(u8)>()
        + ty::<(u8,)>()
        + ty::<(u8, i128, f32, f64, isize)>()
        + ty::<[u8; 4]>()
        + ty::<[char]>()
        + ty::<()>()
        + ty::<dyn Send>();
    n += ty::<
        for<'a, 'b> fn(
            &'a u8,
            for<'c> fn(&'b u8, &'c &'a u8),
            Box<dyn for<'d> Tr<&'d &'a u8, Out = &'b u8>>,
        ),
    >() + ty::<<Vec<u8> as IntoIterator>::Item>();
    n += größe::東京::駅()
        + ty::<[[u8; 3]; 2]>()
        + ty::<dyn std::any::Any + Send + Sync>()
        + ty::<dyn Iterator<Item = Box<dyn Iterator<Item = u8>>>>();
    let v: Vec<usize> = (0..3)
        .map(|x| {
            let f = move |y: usize| ty::<[usize; 9]>() + y + x;
            f(2)
        })
        .collect();
    n + v.len()
}
fn main() {
    println!("{}", all());
}
