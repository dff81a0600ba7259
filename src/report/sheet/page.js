(() => {
  const items = drawn;
  // One place in the browser's storage for each sample.
  const name = "verbale codes " + items.length + " " + (items.length ? items[0].unit + items[items.length - 1].unit : "");
  const state = kept(name, { coder: "", at: 0, codes: {} });
  state.at = within(state.at, items.length);

  const key = (item) => item.unit + " " + item.target;
  const code = (item) => state.codes[key(item)] || {};
  const save = () => keep(name, state);
  const coded = () => items.filter((item) => code(item).label).length;

  const part = ([text, mark]) => {
    const element = document.createElement(mark === 2 ? "mark" : "span");
    if (mark === 0) element.className = "around";
    element.textContent = text;
    return element;
  };

  const show = () => {
    const item = items[state.at];
    get("progress").max = Math.max(1, items.length);
    get("progress").value = coded();
    get("place").textContent = `${coded()} of ${items.length} coded`;
    if (!item) { say("This sheet is empty."); return; }
    const origin = [`Statement ${state.at + 1} of ${items.length}`, item.outlet, item.date, item.doc_id];
    get("origin").textContent = origin.filter(Boolean).join(" · ");
    get("passage").replaceChildren(...item.passage.map(part));
    const speaker = item.source && item.source !== item.speaker ? `${item.speaker} (“${item.source}”)` : item.speaker;
    get("question").textContent = `What does ${speaker} say here about ${item.about}?`;
    const { label, unsure, comment } = code(item);
    radios.forEach((radio) => { radio.checked = radio.value === label; });
    get("unsure").checked = Boolean(unsure);
    get("comment").value = comment || "";
  };

  const change = (values) => {
    const item = items[state.at];
    if (!item) return;
    state.codes[key(item)] = Object.assign({}, code(item), values);
    if (save() && values.label) say(`${radios.find((radio) => radio.value === values.label).parentElement.textContent.trim().replace(/ \d$/, "")}. ${coded()} of ${items.length} coded.`);
  };
  const go = (at) => {
    state.at = within(at, items.length);
    save();
    show();
    get("question").focus();
  };
  const choose = (value) => {
    change({ label: value });
    if (value && state.at + 1 < items.length) { go(state.at + 1); } else { show(); }
    if (value && coded() === items.length) say("All are coded. Press d to download the codes.");
  };
  const open = () => {
    const after = [...items.keys()].map((at) => (state.at + 1 + at) % items.length);
    const at = after.find((at) => !code(items[at]).label);
    if (at === undefined) { say("All are coded. Press d to download the codes."); } else { go(at); }
  };

  const download = () => {
    const columns = "unit,target,statement_id,doc_id,coder,label,unsure,comment,stratum,stratum_size,stratum_drawn";
    const row = (item) => {
      const { label, unsure, comment } = code(item);
      return [item.unit, item.target, item.statement_id, item.doc_id, state.coder, label, unsure ? "yes" : "", comment,
        "s" + item.stratum, item.stratum_size, item.stratum_drawn];
    };
    const file = `codes${state.coder ? "-" + state.coder.replace(/[^\p{L}\p{N}_-]+/gu, "_") : ""}.csv`;
    offer(file, columns, items.filter((item) => code(item).label).map(row));
    say(`${coded()} codes downloaded as ${file}.`);
  };

  radios.forEach((radio) => radio.addEventListener("change", () => { change({ label: radio.value }); get("progress").value = coded(); }));
  get("unsure").addEventListener("change", () => change({ unsure: get("unsure").checked }));
  get("comment").addEventListener("input", () => change({ comment: get("comment").value }));
  get("coder").addEventListener("input", () => { state.coder = get("coder").value.trim(); save(); });
  get("back").addEventListener("click", () => go(state.at - 1));
  get("next").addEventListener("click", () => go(state.at + 1));
  get("open").addEventListener("click", open);
  get("download").addEventListener("click", download);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const field = event.target instanceof HTMLInputElement && event.target.type === "text";
    if (field) {
      if (event.key === "Enter" || event.key === "Escape") { event.preventDefault(); get("question").focus(); }
      return;
    }
    const number = ["1", "2", "3", "4", "5"].indexOf(event.key);
    const keys = {
      "0": () => choose(undefined),
      u: () => { get("unsure").checked = !get("unsure").checked; change({ unsure: get("unsure").checked }); },
      c: () => get("comment").focus(),
      n: open,
      d: download,
      ArrowLeft: () => go(state.at - 1),
      ArrowRight: () => go(state.at + 1),
    };
    // Inside the list of codes the arrows belong to the browser.
    if (event.key.startsWith("Arrow") && event.target instanceof HTMLInputElement) return;
    const act = number >= 0 ? () => choose(radios[number].value) : keys[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  get("coder").value = state.coder;
  show();
})();
