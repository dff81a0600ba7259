//! The order of day and month: a column of dates such as `03/04/2021` is looked over before anything is read from it.

use std::sync::Arc;

use crate::error::{Error, quoted};
use crate::read::date::{self, Order, Said};
use crate::read::open::NotOpened;
use crate::read::record::said_date;
use crate::read::source::Source;
use crate::read::{Batch, FileInfo, Planned, RawRecord, ReadOptions};

/// So many bytes of records are looked at for dates that need an order.
const LOOK: usize = 1 << 20;

/// What a column has shown so far.
#[derive(Default)]
struct Column {
    order: Option<Order>,
    /// The first date that has two meanings: where, and how it reads.
    ambiguous: Option<(u64, String)>,
    /// Whether any date needs an order.
    any: bool,
}

impl Column {
    /// Looks at one more record; `true` once the order is known.
    fn add(&mut self, record: &RawRecord, bytes: &[u8]) -> bool {
        let Some(cell) = said_date(record, bytes).filter(|cell| date::needs_order(cell)) else { return false };
        self.any = true;
        self.order = date::order_of(&cell);
        if self.order.is_none() && self.ambiguous.is_none() && date::read(&cell, record.file.dates()) == Said::Ambiguous
        {
            self.ambiguous = Some((record.line, cell));
        }
        self.order.is_some()
    }

    fn settle(self, file: &FileInfo) -> Result<Option<Order>, Error> {
        match (self.order, self.ambiguous) {
            (None, Some((line, cell))) => Err(Error::said(format!(
                "{}:{line}: date: found {}, and nothing in the file shows whether the day or the month comes first; say \
                 --date-format dmy or --date-format mdy",
                file.name,
                quoted(&cell)
            ))),
            (order, _) => Ok(order),
        }
    }
}

/// The inputs with their orders, where these can be known beforehand.
///
/// **What it does**: one row whose first or second number is no month decides for its file.
/// **Why**: dates that are read in the wrong order are right in one row of three, and nobody notices.
/// **Known failures**: a file whose first million bytes have no such date is not read further; a file that has both
/// orders is read in the one that it shows first.
///
/// Faults: dates with two meanings in a file that does not show which; a table without the columns that are needed.
pub(super) fn settled(mut inputs: Vec<Planned>, options: &ReadOptions) -> Result<Vec<Planned>, Error> {
    let named = match options.date_format.as_deref() {
        Some("dmy") => Some(Order::DayFirst),
        Some("mdy") => Some(Order::MonthFirst),
        _ => None,
    };
    // A table of something else may lie in a folder, but not nothing but such tables.
    let (mut of_use, mut other) = (false, None);
    for planned in &mut inputs {
        if named.is_some() {
            planned.order = Some(named);
        }
        if planned.input.unread.is_some() {
            continue;
        }
        if planned.input.is_stream() || planned.is_text(options) {
            of_use = true;
            continue;
        }
        match Source::open(&planned.input, options) {
            Ok(source) => {
                of_use = true;
                if options.date_format.is_none() {
                    planned.order = Some(looked_over(source)?);
                }
            }
            // What cannot be opened is told when its turn comes.
            Err(NotOpened::Reject(_)) => {}
            Err(NotOpened::Other(reject)) if !planned.input.in_folder => return Err(Error::said(reject.to_string())),
            Err(NotOpened::Other(reject)) => other = other.or(Some(reject)),
        }
    }
    match other {
        Some(reject) if !of_use => Err(Error::said(reject.to_string())),
        _ => Ok(inputs),
    }
}

fn looked_over(mut source: Source) -> Result<Option<Order>, Error> {
    let mut column = Column::default();
    let (mut bytes, mut looked) = (Vec::new(), 0);
    while column.any || looked < LOOK {
        bytes.clear();
        match source.next(&mut bytes) {
            None => break,
            Some(Err(_)) => {}
            Some(Ok(record)) => {
                looked += record.length();
                if column.add(&record, &bytes) {
                    break;
                }
            }
        }
    }
    column.settle(source.file())
}

/// Settles the order of inputs that can be read only once, from the first batch that has records of them.
pub(super) fn settle_streams(batch: &Batch) -> Result<(), Error> {
    let mut records = batch.records.as_slice();
    while let Some(first) = records.first() {
        let file = &first.file;
        let number = records.iter().take_while(|record| Arc::ptr_eq(&record.file, file)).count();
        let (of_file, rest) = records.split_at(number);
        if file.order.get().is_none() {
            let mut column = Column::default();
            let _ = of_file.iter().any(|record| column.add(record, &batch.bytes));
            let _ = file.order.set(column.settle(file)?);
        }
        records = rest;
    }
    Ok(())
}
