(() => {
  const d = document, root = d.documentElement, all = (s, c = d) => [...c.querySelectorAll(s)];
  let saved = null;
  try { saved = localStorage.getItem("theme"); } catch (e) { /* storage may be refused for a local file */ }
  if (saved === "dark" || saved === "light") root.dataset.theme = saved;
  const theme = d.getElementById("theme");
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme:dark)").matches;
  const name = () => { theme.textContent = dark() ? "Light page" : "Dark page"; };
  theme.hidden = false;
  name();
  theme.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch (e) { /* as above */ }
    name();
  });
  const paper = d.getElementById("print");
  paper.hidden = false;
  paper.addEventListener("click", () => print());

  const form = d.getElementById("qf");
  if (form) {
    const quotes = all(".quotes>li"), more = d.querySelector("details.more"), count = d.getElementById("qc"), whole = d.getElementById("qa");
    let chosen = null; // ids of the quotes behind a number
    const filter = () => {
      const field = form.elements, words = field.q.value.trim().toLowerCase();
      const tagged = (list, cause, mood) => list.split(" ").some(tag => (!cause || tag.startsWith(cause + ":")) && (!mood || tag.endsWith(":" + mood)));
      let shown = 0;
      quotes.forEach(li => {
        const fits = (!chosen || chosen.has(li.id)) && tagged(li.dataset.t, field.d.value, field.m.value) && (!words || li.textContent.toLowerCase().includes(words));
        li.hidden = !fits;
        shown += fits;
      });
      if (more && shown < quotes.length) more.open = true;
      whole.hidden = shown === quotes.length;
      count.textContent = shown ? shown + " of " + quotes.length + " quotes in this page" + (chosen ? ", those behind the number that you chose" : "") : "No quote fits. Clear the search or choose another cause";
    };
    const anew = ids => {
      form.reset();
      chosen = ids;
      filter();
    };
    all("a[data-q]").forEach(link => link.addEventListener("click", () => {
      const others = link.dataset.q.split(" ").filter(Boolean).map(place => "q" + place);
      anew(link.hash === "#evidence" ? null : new Set([link.hash.slice(1), ...others]));
    }));
    whole.addEventListener("click", () => {
      anew(null);
      form.elements.d.focus(); // the button that had it is gone
    });
    form.hidden = false;
    form.addEventListener("input", () => {
      chosen = null;
      filter();
    });
    form.addEventListener("submit", e => e.preventDefault());
  }

  all("table.sortable").forEach(table => {
    all(".sorthint").forEach(hint => { hint.hidden = false; });
    all("thead th[data-k]", table).forEach(th => {
      const button = d.createElement("button");
      button.type = "button";
      button.className = "srt";
      button.textContent = th.textContent;
      th.replaceChildren(button);
      button.addEventListener("click", () => {
        const sign = th.getAttribute("aria-sort") === "descending" ? 1 : -1;
        all("thead th", table).forEach(other => other.removeAttribute("aria-sort"));
        th.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
        const key = row => Number(row.cells[th.dataset.k].dataset.s);
        [...table.tBodies[0].rows].sort((a, b) => (key(a) - key(b)) * sign).forEach(row => table.tBodies[0].append(row));
      });
    });
  });
})();
