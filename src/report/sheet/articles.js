(() => {
  const articles = drawn;
  const name = "verbale articles " + articles.length + " " + (articles.length ? articles[0].doc_id : "");
  const state = kept(name, { coder: "", at: 0, found: {}, done: {} });
  const save = () => keep(name, state);
  const article = () => articles[state.at];
  const own = () => (state.found[article().doc_id] = state.found[article().doc_id] || []);
  const done = () => articles.filter((one) => state.done[one.doc_id]).length;

  const show = () => {
    get("progress").max = Math.max(1, articles.length);
    get("progress").value = done();
    get("place").textContent = `${done()} of ${articles.length} done`;
    if (!article()) { say("This sheet is empty."); return; }
    const { doc_id, date, outlet, title, text } = article();
    get("origin").textContent = [`Article ${state.at + 1} of ${articles.length}`, outlet, date, doc_id].filter(Boolean).join(" · ");
    get("title").textContent = title || doc_id;
    get("article").textContent = text;
    get("found").replaceChildren(...own().map((one) => {
      const row = document.createElement("li");
      row.textContent = `${one.speaker || "?"}: “${one.words}”` + (one.target ? ` (${one.label || "neither"}: ${one.target})` : "");
      return row;
    }));
  };
  const go = (at) => {
    state.at = within(at, articles.length);
    save();
    show();
    get("title").focus();
    get("article").scrollTop = 0;
  };
  const add = () => {
    const words = get("words").value.trim();
    if (!words) { say("Give the words of the statement first."); get("words").focus(); return; }
    const label = radios.find((radio) => radio.checked);
    own().push({ words, speaker: get("speaker").value.trim(), target: get("target").value.trim(), label: label ? label.value : "" });
    get("words").value = get("target").value = "";
    radios.forEach((radio) => { radio.checked = false; });
    save();
    show();
    say(`Added; ${own().length} in this article.`);
  };
  const download = () => {
    const rows = articles.filter((one) => state.done[one.doc_id]).flatMap((one) => {
      const found = state.found[one.doc_id] || [];
      return (found.length ? found : [{}]).map((row) => [one.doc_id, state.coder, row.speaker, row.target, row.label, row.words]);
    });
    offer("articles.csv", "doc_id,coder,speaker,target,label,words", rows);
    say(`${done()} articles downloaded as articles.csv. Only articles that are done are in it.`);
  };
  get("coder").addEventListener("input", () => { state.coder = get("coder").value.trim(); save(); });
  get("add").addEventListener("click", add);
  get("remove").addEventListener("click", () => { own().pop(); save(); show(); });
  get("done").addEventListener("click", () => { state.done[article().doc_id] = true; go(state.at + 1); });
  get("back").addEventListener("click", () => go(state.at - 1));
  get("download").addEventListener("click", download);
  document.addEventListener("keydown", (event) => {
    const field = event.target instanceof HTMLTextAreaElement || (event.target instanceof HTMLInputElement && event.target.type === "text");
    if (event.key !== "w" || field || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    get("words").value = String(getSelection()).trim();
    get("words").focus();
  });
  get("coder").value = state.coder;
  show();
})();
