//! Which language a file of source code is written in: by its extension, its whole name, or the program that its first
//! line names.

use crate::format;

/// The language by the file's name. The names are those that Markdown's code blocks use.
pub(crate) fn of_name(file: &str) -> Option<&'static str> {
    let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let whole = file.to_ascii_lowercase();
    if let Some((_, language)) = WHOLE_NAMES.iter().find(|(name, _)| *name == whole) {
        return Some(language);
    }
    let extension = format::extension(file)?;
    LANGUAGES.iter().find(|(_, extensions)| extensions.contains(&extension.as_str())).map(|(language, _)| *language)
}

/// The language by the program that a `#!` line names.
pub(crate) fn of_shebang(text: &str) -> Option<&'static str> {
    let line = text.lines().next()?.strip_prefix("#!")?;
    let mut words = line.split_whitespace();
    let mut program = words.next()?.rsplit('/').next()?;
    if program == "env" {
        program = words.find(|word| !word.starts_with('-') && !word.contains('='))?;
    }
    let program = program.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    PROGRAMS.iter().find(|(name, _)| *name == program).map(|(_, language)| *language)
}

/// Every extension of source code.
pub(crate) fn extensions() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().flat_map(|(_, extensions)| extensions.iter().copied())
}

const WHOLE_NAMES: &[(&str, &str)] = &[
    ("makefile", "makefile"),
    ("gnumakefile", "makefile"),
    ("dockerfile", "dockerfile"),
    ("containerfile", "dockerfile"),
    ("cmakelists.txt", "cmake"),
    ("jenkinsfile", "groovy"),
    ("rakefile", "ruby"),
    ("gemfile", "ruby"),
    ("vagrantfile", "ruby"),
    ("justfile", "just"),
    (".bashrc", "bash"),
    (".profile", "bash"),
    (".zshrc", "zsh"),
    (".gitignore", "gitignore"),
    (".dockerignore", "gitignore"),
    (".editorconfig", "ini"),
    (".gitconfig", "ini"),
    (".env", "bash"),
];

const PROGRAMS: &[(&str, &str)] = &[
    ("sh", "sh"),
    ("bash", "bash"),
    ("dash", "sh"),
    ("zsh", "zsh"),
    ("fish", "fish"),
    ("python", "python"),
    ("node", "javascript"),
    ("deno", "typescript"),
    ("bun", "typescript"),
    ("ruby", "ruby"),
    ("perl", "perl"),
    ("php", "php"),
    ("lua", "lua"),
    ("awk", "awk"),
    ("gawk", "awk"),
    ("sed", "sed"),
    ("tclsh", "tcl"),
    ("Rscript", "r"),
    ("make", "makefile"),
    ("pwsh", "powershell"),
];

const LANGUAGES: &[(&str, &[&str])] = &[
    ("ada", &["adb", "ads"]),
    ("asm", &["asm", "s"]),
    ("awk", &["awk"]),
    ("bash", &["bash"]),
    ("bat", &["bat", "cmd"]),
    ("c", &["c", "h"]),
    ("clojure", &["clj", "cljs", "cljc", "edn"]),
    ("cmake", &["cmake"]),
    ("cobol", &["cob", "cbl"]),
    ("cpp", &["cpp", "cc", "cxx", "hpp", "hh", "hxx", "ino"]),
    ("crystal", &["cr"]),
    ("csharp", &["cs", "csx"]),
    ("css", &["css"]),
    ("cuda", &["cu", "cuh"]),
    ("d", &["d"]),
    ("dart", &["dart"]),
    ("diff", &["diff", "patch"]),
    ("elixir", &["ex", "exs"]),
    ("elm", &["elm"]),
    ("erlang", &["erl", "hrl"]),
    ("fish", &["fish"]),
    ("fortran", &["f", "f90", "f95", "f03", "for"]),
    ("fsharp", &["fs", "fsx", "fsi"]),
    ("gitignore", &["gitignore", "dockerignore"]),
    ("glsl", &["glsl", "vert", "frag"]),
    ("go", &["go"]),
    ("graphql", &["graphql", "gql"]),
    ("groovy", &["groovy", "gradle"]),
    ("haskell", &["hs", "lhs"]),
    ("hcl", &["hcl", "tf", "tfvars"]),
    ("ini", &["ini", "cfg", "conf", "properties", "desktop", "service"]),
    ("java", &["java"]),
    ("javascript", &["js", "mjs", "cjs"]),
    ("json5", &["json5", "jsonc"]),
    ("jsx", &["jsx"]),
    ("julia", &["jl"]),
    ("kotlin", &["kt", "kts"]),
    ("latex", &["tex", "sty", "cls", "bib"]),
    ("less", &["less"]),
    ("lisp", &["lisp", "lsp", "cl", "el"]),
    ("lua", &["lua"]),
    ("makefile", &["mk", "mak"]),
    ("matlab", &["m"]),
    ("nim", &["nim"]),
    ("nix", &["nix"]),
    ("objectivec", &["mm"]),
    ("ocaml", &["ml", "mli"]),
    ("pascal", &["pas", "pp", "lpr"]),
    ("perl", &["pl", "pm"]),
    ("php", &["php", "phtml"]),
    ("powershell", &["ps1", "psm1", "psd1"]),
    ("prolog", &["pro"]),
    ("protobuf", &["proto"]),
    ("python", &["py", "pyi", "pyw"]),
    ("r", &["r", "rmd"]),
    ("rst", &["rst"]),
    ("ruby", &["rb", "rake", "gemspec"]),
    ("rust", &["rs"]),
    ("sass", &["sass"]),
    ("scala", &["scala", "sc"]),
    ("scheme", &["scm", "ss", "rkt"]),
    ("scss", &["scss"]),
    ("sh", &["sh"]),
    ("solidity", &["sol"]),
    ("sql", &["sql"]),
    ("svelte", &["svelte"]),
    ("swift", &["swift"]),
    ("tcl", &["tcl"]),
    ("toml", &["toml"]),
    ("tsx", &["tsx"]),
    ("typescript", &["ts", "mts", "cts"]),
    ("vb", &["vb", "vbs", "bas"]),
    ("verilog", &["v", "sv", "svh"]),
    ("vhdl", &["vhd", "vhdl"]),
    ("vim", &["vim"]),
    ("vue", &["vue"]),
    ("wgsl", &["wgsl"]),
    ("yaml", &["yaml", "yml"]),
    ("zig", &["zig"]),
    ("zsh", &["zsh"]),
];
