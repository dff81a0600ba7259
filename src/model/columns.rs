//! Columns of the input's own: what a record says besides the fields that the program reads.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// The single values of a record that the program does not read itself, by name: texts, numbers, true and false.
///
/// Lists and objects are no cells of a table and are left out, and so are empty cells. Clones share the values.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OwnColumns(Option<Arc<BTreeMap<String, Value>>>);

impl OwnColumns {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The value in the column `name`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.as_ref()?.get(name)
    }

    /// All, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().flat_map(|all| all.iter().map(|(name, value)| (name.as_str(), value)))
    }
}

/// Whether a value fits into one cell.
pub(crate) fn is_cell(value: &Value) -> bool {
    matches!(value, Value::Bool(_) | Value::Number(_) | Value::String(_))
}

impl FromIterator<(String, Value)> for OwnColumns {
    /// The first of a name stays.
    fn from_iter<I: IntoIterator<Item = (String, Value)>>(values: I) -> OwnColumns {
        let mut all = BTreeMap::new();
        for (name, value) in values.into_iter().filter(|(_, value)| is_cell(value)) {
            all.entry(name).or_insert(value);
        }
        OwnColumns((!all.is_empty()).then(|| Arc::new(all)))
    }
}

/// Formats without names, such as that of temporary files, cannot hold values of any type: there the columns take no
/// bytes, and whoever writes them keeps the columns beside.
impl Serialize for OwnColumns {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() { serializer.collect_map(self.iter()) } else { serializer.serialize_unit() }
    }
}

impl<'de> Deserialize<'de> for OwnColumns {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<OwnColumns, D::Error> {
        if !deserializer.is_human_readable() {
            return <()>::deserialize(deserializer).map(|()| OwnColumns::default());
        }
        let all = Option::<BTreeMap<String, Value>>::deserialize(deserializer)?;
        Ok(all.unwrap_or_default().into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn single_values_are_kept_in_the_order_of_their_names() {
        let text = r#"{"year":1993,"desk":"world","lists":[1],"objects":{},"nothing":null,"read":true}"#;
        let columns: OwnColumns = serde_json::from_str(text).expect("an object");
        assert_eq!(serde_json::to_string(&columns).expect("JSON"), r#"{"desk":"world","read":true,"year":1993}"#);
        assert_eq!(columns.get("year"), Some(&Value::from(1993)));
        let none: OwnColumns = serde_json::from_str("null").expect("none");
        assert!(none.is_empty());
    }
}
