use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::program::{ACTORS, folder, path, stderr, verbale};

/// Chromium without a window, driven over two pipes: real keys, no network.
struct Browser {
    child: Child,
    commands: File,
    answers: File,
    session: String,
    number: u64,
}

impl Browser {
    /// Opens `page`; `None` if there is no Chromium on this machine.
    fn open(folder: &tempfile::TempDir, page: &str) -> Option<Browser> {
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let on_path = |name: &&str| {
            std::env::var_os("PATH")
                .is_some_and(|paths| std::env::split_paths(&paths).any(|path| path.join(name).is_file()))
        };
        let name = names.into_iter().find(on_path)?;
        let [to, from] = ["to", "from"].map(|name| path(folder, name));
        assert!(Command::new("mkfifo").args([&to, &from]).status().expect("mkfifo starts").success());
        let profile = path(folder, "profile");
        let flags = format!(
            "--headless --no-sandbox --disable-gpu --disable-dev-shm-usage --remote-debugging-pipe --user-data-dir='{profile}'"
        );
        let child = Command::new("sh")
            .args(["-c", &format!("exec {name} {flags} 3<'{to}' 4>'{from}'")])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell starts");
        let commands = OpenOptions::new().write(true).open(&to).expect("the browser reads");
        let answers = File::open(&from).expect("the browser writes");
        let mut browser = Browser { child, commands, answers, session: String::new(), number: 0 };
        let downloads = json!({ "behavior": "allow", "downloadPath": folder.path(), "eventsEnabled": true });
        browser.ask("Browser.setDownloadBehavior", &downloads);
        let target = browser.ask("Target.createTarget", &json!({ "url": format!("file://{page}") }));
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        browser.session =
            browser.ask("Target.attachToTarget", &attach)["sessionId"].as_str().expect("an id").to_owned();
        while browser.tell("document.readyState") != "complete"
            || browser.tell("document.getElementById('place') !== null") != true
        {
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        Some(browser)
    }

    /// Sends a command and waits for its answer.
    fn ask(&mut self, method: &str, parameters: &Value) -> Value {
        self.number += 1;
        let mut message = json!({ "id": self.number, "method": method, "params": parameters });
        if !self.session.is_empty() {
            message["sessionId"] = self.session.clone().into();
        }
        self.commands.write_all(format!("{message}\0").as_bytes()).expect("the browser listens");
        loop {
            let answer = self.next();
            if answer["id"] == self.number {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].clone();
            }
        }
    }

    fn next(&mut self) -> Value {
        let mut bytes = Vec::new();
        let mut byte = [0];
        loop {
            self.answers.read_exact(&mut byte).expect("the browser answers");
            if byte[0] == 0 {
                return serde_json::from_slice(&bytes).expect("JSON");
            }
            bytes.push(byte[0]);
        }
    }

    fn tell(&mut self, expression: &str) -> Value {
        let asked = json!({ "expression": expression, "returnByValue": true });
        self.ask("Runtime.evaluate", &asked)["result"]["value"].clone()
    }

    /// Presses a key: a character, or the name of another key.
    fn press(&mut self, key: &str) {
        let code = match key {
            "Tab" => 9,
            "Enter" => 13,
            "ArrowLeft" => 37,
            "ArrowRight" => 39,
            _ => 0,
        };
        let mut down = json!({ "type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": code });
        if code == 0 {
            down["text"] = key.into();
        }
        self.ask("Input.dispatchKeyEvent", &down);
        self.ask("Input.dispatchKeyEvent", &json!({ "type": "keyUp", "key": key, "windowsVirtualKeyCode": code }));
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn sheet() -> tempfile::TempDir {
    let texts = ["We condemn the aggression of Sudria", "We thank Sudria, our partner", "We met Sudria’s delegation"];
    let records: Vec<String> = (0..12)
        .map(|number| {
            let text = format!("{} on day {number} of the talks.", texts[number % 3]);
            json!({ "doc_id": format!("d{number}"), "date": "2020-01-02", "holder": "QNO", "text": text }).to_string()
        })
        .collect();
    let folder = folder(&[("actors.csv", ACTORS.as_bytes()), ("corpus.jsonl", records.join("\n").as_bytes())]);
    let [actors, corpus, out, codes] = ["actors.csv", "corpus.jsonl", "out", "codes"].map(|name| path(&folder, name));
    let output = verbale(&["run", "-q", "--actors", &actors, &corpus, "--out", &out]);
    assert!(output.status.success(), "{}", stderr(&output));
    let sample = ["sample", "-q", &out, "-n", "5", "--actors", &actors, "--inputs", &corpus, "--out", &codes];
    let output = verbale(&sample);
    assert!(output.status.success(), "{}", stderr(&output));
    folder
}

#[test]
#[expect(clippy::print_stderr, reason = "a check that was left out must not look like one that passed")]
fn five_statements_are_coded_by_keyboard_and_downloaded() {
    let folder = sheet();
    let Some(mut browser) = Browser::open(&folder, &path(&folder, "codes/sheet.html")) else {
        eprintln!("left out: no Chromium on this machine");
        return;
    };
    // The coder's name, by keyboard: the first field of the page.
    browser.press("Tab");
    "Ada".chars().for_each(|letter| browser.press(&letter.to_string()));
    browser.press("Enter");
    browser.press("1");
    browser.press("u");
    browser.press("2");
    browser.press("c");
    "a, b".chars().for_each(|letter| browser.press(&letter.to_string()));
    browser.press("Enter");
    ["3", "4", "2"].iter().for_each(|key| browser.press(key));
    // The last code is changed: a number on the last statement stays there.
    browser.press("5");
    assert_eq!(browser.tell("document.getElementById('place').textContent"), "5 of 5 coded");
    assert_eq!(browser.tell("document.getElementById('progress').value"), 5.0);
    // Codes survive a reload.
    browser.ask("Page.reload", &json!({}));
    std::thread::sleep(std::time::Duration::from_millis(300));
    while browser.tell("document.readyState") != "complete" {}
    assert_eq!(browser.tell("document.getElementById('place').textContent"), "5 of 5 coded");
    assert_eq!(browser.tell("document.getElementById('coder').value"), "Ada");
    browser.press("d");
    let file = path(&folder, "codes-Ada.csv");
    for _ in 0..100 {
        if Path::new(&file).is_file() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let table = std::fs::read_to_string(&file).expect("the codes are downloaded");
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(table.as_bytes()).records().map(|row| row.expect("a row")).collect();
    let column = |at: usize| rows.iter().map(|row| row[at].to_owned()).collect::<Vec<String>>();
    assert_eq!(column(5), ["favor", "against", "neither", "not_about", "wrong_speaker"]);
    assert_eq!(column(6), ["", "yes", "", "", ""]);
    assert_eq!(column(7), ["", "", "a, b", "", ""]);
    assert!(column(4).iter().all(|coder| coder == "Ada"));
    // What is downloaded is what validate reads.
    let output = verbale(&["validate", &path(&folder, "out"), &file, "--actors", &path(&folder, "actors.csv")]);
    assert!(output.status.success(), "{}", stderr(&output));
}

/// The contrast of two colours, by the formula of WCAG 2.2.
fn contrast(one: &str, other: &str) -> f64 {
    let light = |colour: &str| {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).expect("a colour")) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    };
    let (low, high) = (light(one).min(light(other)), light(one).max(light(other)));
    (high + 0.05) / (low + 0.05)
}

#[test]
fn everything_has_a_name_and_can_be_read() {
    let folder = sheet();
    let html = std::fs::read_to_string(path(&folder, "codes/sheet.html")).expect("a page");
    for palette in html.split(":root {").skip(1).take(2) {
        let colour = |name: &str| palette.split(&format!("--{name}: ")).nth(1).expect("it is there")[..7].to_owned();
        for (ink, ground) in
            [("ink", "paper"), ("ink", "shade"), ("muted", "paper"), ("muted", "shade"), ("mark-ink", "mark")]
        {
            let found = contrast(&colour(ink), &colour(ground));
            assert!(found >= 4.5, "{ink} on {ground}: {found:.2}");
        }
    }
    let Some(mut browser) = Browser::open(&folder, &path(&folder, "codes/sheet.html")) else { return };
    browser.ask("Accessibility.enable", &json!({}));
    let tree = browser.ask("Accessibility.getFullAXTree", &json!({}));
    let mut named = 0;
    for node in tree["nodes"].as_array().expect("a list") {
        let role = node["role"]["value"].as_str().unwrap_or("");
        if ["radio", "checkbox", "textbox", "button", "progressbar", "progressIndicator"].contains(&role) {
            assert_ne!(node["name"]["value"].as_str().unwrap_or(""), "", "{node}");
            named += 1;
        }
    }
    assert!(named >= 12, "only {named} controls");
}
