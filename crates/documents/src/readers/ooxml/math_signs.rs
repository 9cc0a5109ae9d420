//! Signs of formulas as LaTeX writes them.

/// Signs that have a name in LaTeX.
const SIGNS: &[(char, &str)] = &[
    ('α', "alpha"),
    ('β', "beta"),
    ('γ', "gamma"),
    ('δ', "delta"),
    ('ε', "epsilon"),
    ('ϵ', "epsilon"),
    ('ζ', "zeta"),
    ('η', "eta"),
    ('θ', "theta"),
    ('ι', "iota"),
    ('κ', "kappa"),
    ('λ', "lambda"),
    ('μ', "mu"),
    ('ν', "nu"),
    ('ξ', "xi"),
    ('π', "pi"),
    ('ρ', "rho"),
    ('σ', "sigma"),
    ('τ', "tau"),
    ('υ', "upsilon"),
    ('φ', "varphi"),
    ('ϕ', "phi"),
    ('χ', "chi"),
    ('ψ', "psi"),
    ('ω', "omega"),
    ('Γ', "Gamma"),
    ('Δ', "Delta"),
    ('Θ', "Theta"),
    ('Λ', "Lambda"),
    ('Ξ', "Xi"),
    ('Π', "Pi"),
    ('Σ', "Sigma"),
    ('Φ', "Phi"),
    ('Ψ', "Psi"),
    ('Ω', "Omega"),
    ('∑', "sum"),
    ('∏', "prod"),
    ('∫', "int"),
    ('∬', "iint"),
    ('∮', "oint"),
    ('∞', "infty"),
    ('∂', "partial"),
    ('∇', "nabla"),
    ('±', "pm"),
    ('∓', "mp"),
    ('×', "times"),
    ('÷', "div"),
    ('·', "cdot"),
    ('⋅', "cdot"),
    ('≤', "le"),
    ('≥', "ge"),
    ('≠', "ne"),
    ('≈', "approx"),
    ('≡', "equiv"),
    ('∼', "sim"),
    ('∝', "propto"),
    ('→', "to"),
    ('←', "leftarrow"),
    ('⇒', "Rightarrow"),
    ('⇔', "Leftrightarrow"),
    ('↔', "leftrightarrow"),
    ('∈', "in"),
    ('∉', "notin"),
    ('⊂', "subset"),
    ('⊆', "subseteq"),
    ('∪', "cup"),
    ('∩', "cap"),
    ('∅', "emptyset"),
    ('∀', "forall"),
    ('∃', "exists"),
    ('∧', "wedge"),
    ('∨', "vee"),
    ('¬', "neg"),
    ('…', "ldots"),
    ('⋯', "cdots"),
    ('∘', "circ"),
    ('√', "surd"),
    ('⟨', "langle"),
    ('⟩', "rangle"),
    ('⌊', "lfloor"),
    ('⌋', "rfloor"),
    ('⌈', "lceil"),
    ('⌉', "rceil"),
    ('ℏ', "hbar"),
    ('′', "prime"),
    ('⊕', "oplus"),
    ('⊗', "otimes"),
    ('\\', "backslash"),
    ('‖', "|"),
    ('⋃', "bigcup"),
    ('⋂', "bigcap"),
];

const FUNCTIONS: &[&str] = &[
    "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan", "log", "ln", "exp",
    "lim", "max", "min", "sup", "inf", "det", "dim", "ker", "deg", "gcd", "arg",
];

/// Writes text of a formula so that LaTeX reads it as it stands.
pub(super) fn escape_into(text: &str, latex: &mut String) {
    for character in text.chars().map(unstyled) {
        if let Some((_, name)) = SIGNS.iter().find(|(sign, _)| *sign == character) {
            latex.push('\\');
            latex.push_str(name);
            // A letter after the name would become part of it.
            if name.ends_with(|last: char| last.is_alphabetic()) {
                latex.push(' ');
            }
            continue;
        }
        if matches!(character, '{' | '}' | '#' | '$' | '%' | '&' | '_') {
            latex.push('\\');
        }
        latex.push(character);
    }
}

/// A letter of the mathematical alphabets (𝑥, 𝐀) as the plain letter; its shape says nothing to a search.
fn unstyled(character: char) -> char {
    use unicode_normalization::UnicodeNormalization;
    match u32::from(character) {
        0x1D400..=0x1D7FF => std::iter::once(character).nfkc().next().unwrap_or(character),
        _ => character,
    }
}

/// The name of a function; what is no known one stays as it is.
pub(super) fn function(name: &str) -> String {
    if FUNCTIONS.contains(&name) { format!("\\{name} ").trim_end().to_owned() } else { name.to_owned() }
}

/// The command for an accent.
pub(super) fn accent(sign: &str) -> &'static str {
    match sign {
        "\u{303}" | "~" => "\\tilde",
        "\u{304}" | "\u{305}" | "¯" => "\\bar",
        "\u{307}" | "˙" => "\\dot",
        "\u{308}" | "¨" => "\\ddot",
        "\u{20D7}" | "→" => "\\vec",
        "\u{30C}" => "\\check",
        "\u{306}" => "\\breve",
        "\u{301}" => "\\acute",
        "\u{300}" => "\\grave",
        _ => "\\hat",
    }
}
