//! The program: reads the command line and ends with its exit code.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
