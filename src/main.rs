//! The program: parses the command line, runs the verb, and sets the exit code.

mod cli;

/// mimalloc, because one thread allocates documents and another frees them. The C library's allocator locks in that
/// case.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::main()
}
