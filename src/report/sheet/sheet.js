"use strict";
// What the pages of a code sheet do in the same way.
const get = (id) => document.getElementById(id);
const radios = [...document.querySelectorAll('input[name="label"]')];
const drawn = JSON.parse(get("data").textContent);
const say = (sentence) => { get("status").textContent = sentence; };
const within = (at, count) => Math.min(Math.max(0, at), Math.max(0, count - 1));

/** What this browser has kept under `name`, over what a new sheet begins with. */
const kept = (name, fresh) => {
  try { return Object.assign(fresh, JSON.parse(localStorage.getItem(name) || "{}")); } catch { return fresh; }
};
/** Keeps `state` under `name`; tells whether the browser does. */
const keep = (name, state) => {
  try { localStorage.setItem(name, JSON.stringify(state)); return true; }
  catch { say("This browser does not keep your codes: download them before you close the page."); return false; }
};

const cell = (value) => {
  let text = String(value === undefined ? "" : value).replace(/[\r\n]+/g, " ");
  if (/^[=+\-@\t]/.test(text)) text = "'" + text;
  return /[",]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
};
/** Downloads `rows`, lists of values, as the table `file`. */
const offer = (file, columns, rows) => {
  const table = [columns, ...rows.map((row) => row.map(cell).join(","))].join("\r\n") + "\r\n";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([table], { type: "text/csv" }));
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};
