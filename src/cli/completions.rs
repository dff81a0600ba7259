//! The verbs `completions` and `man`: generate shell completions and manual pages from the definition of the command
//! line.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use verbale::Error;
use verbale::batch::Outcome;

use crate::cli::Cli;

/// Arguments of `completions`.
#[derive(Args)]
pub(super) struct CompletionsArguments {
    /// The shell
    shell: Shell,
}

/// Arguments of `man`.
#[derive(Args)]
pub(super) struct ManArguments {
    /// Write one page for each command into this folder, instead of the main page to standard output
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Writes the completion script of a shell to standard output.
pub(super) fn completions(arguments: &CompletionsArguments) -> Result<Outcome, Error> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "verbale", &mut script);
    print(&script)
}

/// Writes the manual: the main page to standard output, or all pages into a folder.
pub(super) fn man(arguments: &ManArguments) -> Result<Outcome, Error> {
    let program = Cli::command().disable_help_subcommand(true);
    let Some(folder) = &arguments.out else {
        let mut page = Vec::new();
        Man::new(program).render(&mut page).map_err(|error| Error::io("the manual", error))?;
        return print(&page);
    };
    let written = std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(program, folder));
    written.map_err(|error| Error::io(folder, error))?;
    Ok(Outcome::default())
}

fn print(text: &[u8]) -> Result<Outcome, Error> {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text).and_then(|()| out.flush());
    written.map_err(|error| Error::io("standard output", error))?;
    Ok(Outcome::default())
}
