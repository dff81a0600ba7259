//! The program: reads the command line and ends with its exit code.

mod cli;

/// Documents are made on one thread and dropped on another, which the allocator of the C library answers with waiting.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::main()
}
