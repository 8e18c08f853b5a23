/// What a listing may be written in.
enum ListingLanguage {
  static let names: Set<String> = [
    "bash", "bibtex", "c", "c++", "cmake", "console", "cpp", "css", "csv", "cuda", "diff",
    "dockerfile", "fortran", "go", "haskell", "html", "ini", "java", "javascript", "js", "json",
    "julia", "jupyter", "kotlin", "latex", "lua", "makefile", "markdown", "matlab", "md", "mermaid",
    "none", "numpy", "ocaml", "octave", "output", "perl", "php", "plaintext", "powershell", "py",
    "pycon", "python", "python3", "pytorch", "r", "ruby", "rust", "sage", "scala", "sh", "shell",
    "sql", "svg", "swift", "tex", "text", "toml", "ts", "tsv", "txt", "typescript", "xml", "yaml",
    "yml", "zsh",
  ]
}
