(() => {
  const d = document, $ = id => d.getElementById(id);
  const all = (s, c = d) => [...c.querySelectorAll(s)];
  const facts = JSON.parse($("facts").textContent);
  const posts = facts.posts.map(([id, title, text]) => ({ id, title, text }));
  const causes = facts.causes.map(([id, name, key]) => ({ id, name, key }));
  const levels = { f: "failed", m: "met", e: "exceeded", x: "mixed" };
  const blank = () => ({ genre: "", level: {}, words: {}, reaction: "", outcomes: [], notes: "" });
  let state = { at: 0, codes: {} }, undo = [], asked = null, card = null, picked = null, typing = false;

  const tell = (text, bad) => { $("saved").textContent = text; $("saved").className = bad ? "bad" : ""; };
  const store = sheetStore(facts.store, tell);
  const keep = () => store.write(state);
  const post = () => posts[state.at];
  const selected = () => sheetText.selected($("post"), post().text);
  const codes = id => state.codes[id] || blank();
  const mine = () => codes(post().id);
  const isStory = one => one.genre === "experience";
  const touched = one => one.genre !== "" || one.reaction !== "" || one.outcomes.length > 0 ||
    Object.values(one.level).some(Boolean) || Object.values(one.words).some(list => list.length);
  const lacks = one => {
    if (!touched(one)) return "not coded";
    if (!one.genre) return "genre missing";
    if (!isStory(one)) return "";
    if (one.reaction === "") return "reaction missing";
    const wordy = causes.find(cause => (one.words[cause.id] || []).length && !one.level[cause.id]);
    return wordy ? wordy.name + ": level missing" : "";
  };
  const change = edit => {
    undo.push([post().id, state.codes[post().id] ? JSON.stringify(state.codes[post().id]) : null]);
    if (undo.length > 500) undo.shift();
    const one = JSON.parse(JSON.stringify(mine()));
    edit(one);
    state.codes[post().id] = one;
    keep();
    show();
  };
  const back = () => {
    const last = undo.pop();
    if (!last) return say("Nothing to undo");
    const [id, before] = last;
    if (before === null) delete state.codes[id]; else state.codes[id] = JSON.parse(before);
    state.at = posts.findIndex(other => other.id === id);
    asked = null;
    keep();
    show();
    say("Undone");
  };

  d.addEventListener("selectionchange", () => {
    const found = selected();
    if (found) picked = found;
    else if (getSelection().rangeCount && $("post").contains(getSelection().anchorNode)) picked = null;
  });

  const say = text => { $("ask").textContent = text; };
  const prompt = () => {
    const one = mine(), cause = causes.find(other => other.id === asked);
    $("ask").classList.toggle("open", asked !== null);
    if (cause) say(cause.name + ": f failed, m met, e exceeded, x mixed, ⌫ not told");
    else if (asked === "reaction") say("Reaction: 1 very unhappy, 2 unhappy, 3 mixed, 4 happy, 5 very happy");
    else if (asked === "outcomes") say("Outcome: " + facts.outcomes.map((id, n) => n + 1 + " " + id).join(", "));
    else if (!one.genre) say("Genre? 1 to " + facts.genres.length);
    else say({ "": "This post is finished. n for the next one" }[lacks(one)] || "Still " + lacks(one));
  };
  const show = () => {
    const one = mine(), form = $("form"), n = posts.filter(other => !lacks(codes(other.id))).length;
    $("where").textContent = "Post " + (state.at + 1) + " of " + posts.length + " · " + (lacks(one) || "finished");
    $("title").textContent = post().title || "Untitled";
    sheetText.paint($("post"), post().text, causes, one);
    all("input[name=genre]", form).forEach(box => { box.checked = box.value === one.genre; });
    all("input[name=reaction]", form).forEach(box => { box.checked = box.value === one.reaction; });
    all("input[name=outcome]", form).forEach(box => { box.checked = one.outcomes.includes(box.value); });
    causes.forEach(cause => {
      const field = $("f-" + cause.id), list = field.querySelector("ul");
      all("input", field).forEach(box => { box.checked = box.value === (one.level[cause.id] || ""); });
      field.classList.toggle("at", asked === cause.id);
      list.replaceChildren(...(one.words[cause.id] || []).map(([start, end], place) => {
        const item = d.createElement("li"), quote = d.createElement("q"), drop = d.createElement("button");
        quote.textContent = post().text.slice(start, end);
        drop.type = "button";
        drop.textContent = "Remove";
        drop.setAttribute("aria-label", "Remove words " + (place + 1) + " of " + cause.name);
        drop.addEventListener("click", () => change(edited => edited.words[cause.id].splice(place, 1)));
        item.append(quote, drop);
        return item;
      }));
    });
    $("story").hidden = one.genre !== "" && !isStory(one);
    if (d.activeElement !== $("notes")) $("notes").value = one.notes;
    $("done").value = n;
    $("count").textContent = n + " of " + posts.length + " coded";
    const whole = $("all").getAttribute("aria-pressed") === "true";
    all(".card").forEach(item => { item.hidden = !whole && item.id !== "code-" + card; });
    $("nocard").hidden = whole || card !== null;
    prompt();
  };
  const go = place => {
    if (place < 0 || place >= posts.length) return say(place < 0 ? "This is the first post" : "This is the last post");
    state.at = place;
    asked = card = picked = null;
    typing = false;
    getSelection().removeAllRanges();
    keep();
    show();
    $("title").focus({ preventScroll: true });
    scrollTo(0, 0);
    all("main>*").forEach(column => { column.scrollTop = 0; });
  };
  const unfinished = () => {
    const order = posts.map((_, n) => (state.at + 1 + n) % posts.length);
    const found = order.find(n => lacks(codes(posts[n].id)));
    if (found === undefined) say("Every post is finished. Download the CSV"); else go(found);
  };

  const story = () => {
    if (isStory(mine())) return true;
    say(mine().genre ? "Only experiences have causes, a reaction and outcomes" : "First the genre: 1 to " + facts.genres.length);
    return false;
  };
  const genre = id => { card = id; change(one => { one.genre = one.genre === id ? "" : id; }); };
  const level = (id, value) => change(one => {
    one.level[id] = value;
    if (!value) one.words[id] = [];
  });
  const toggle = id => change(one => {
    one.outcomes = one.outcomes.includes(id) ? one.outcomes.filter(other => other !== id) : [...one.outcomes, id];
  });
  const open = id => {
    if (!story()) return;
    asked = card = id;
    const span = selected() || picked;
    picked = null;
    $("f-" + id).scrollIntoView({ block: "nearest" });
    if (!span) return show();
    getSelection().removeAllRanges();
    change(one => {
      const list = one.words[id] || [];
      if (!list.some(other => other[0] === span[0] && other[1] === span[1])) one.words[id] = [...list, span];
    });
  };

  /* a letter opens, the next key answers */
  const answer = key => {
    if (key === "Escape") { asked = null; show(); return true; }
    if (asked === "reaction" && "12345".includes(key)) {
      asked = null;
      change(one => { one.reaction = String(Number(key) - 3); });
      return true;
    }
    if (asked === "outcomes" && facts.outcomes[Number(key) - 1]) {
      card = facts.outcomes[Number(key) - 1];
      toggle(card);
      return true;
    }
    if (causes.some(cause => cause.id === asked) && (key in levels || key === "Backspace" || key === "Delete")) {
      const id = asked;
      asked = null;
      level(id, levels[key] || "");
      return true;
    }
    return false;
  };
  const commands = {
    n: () => go(state.at + 1), p: () => go(state.at - 1), N: unfinished, u: back,
    r: () => { if (story()) { asked = "reaction"; show(); } },
    o: () => { if (story()) { asked = "outcomes"; show(); } },
    k: () => $("all").click(), "?": () => $("help").click(),
  };
  d.addEventListener("keydown", event => {
    const field = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (field === $("notes")) { if (event.key === "Escape") field.blur(); return; }
    if (!$("listen").checked) return;
    const key = event.key, cause = causes.find(other => other.key === key);
    if (asked !== null && answer(key)) event.preventDefault();
    else if (facts.genres[Number(key) - 1]) { asked = null; genre(facts.genres[Number(key) - 1]); event.preventDefault(); }
    else if (cause) { open(cause.id); event.preventDefault(); }
    else if (Object.hasOwn(commands, key)) { if (key !== "k" && key !== "?") asked = null; commands[key](); event.preventDefault(); }
  });

  $("form").addEventListener("change", event => {
    const box = event.target;
    if (box.name === "genre") { card = box.value; change(one => { one.genre = box.value; }); }
    else if (box.name === "reaction") change(one => { one.reaction = box.value; });
    else if (box.name === "outcome") { card = box.value; toggle(box.value); }
    else if (box.name) { card = box.name; asked = null; level(box.name, box.value); }
  });
  $("form").addEventListener("submit", event => event.preventDefault());
  $("notes").addEventListener("input", () => {
    const value = $("notes").value, one = JSON.parse(JSON.stringify(mine()));
    if (!typing) undo.push([post().id, state.codes[post().id] ? JSON.stringify(state.codes[post().id]) : null]);
    typing = true;
    one.notes = value;
    state.codes[post().id] = one;
    keep();
  });
  $("notes").addEventListener("blur", () => { typing = false; });
  all(".add").forEach(button => {
    button.addEventListener("mousedown", event => event.preventDefault()); /* the selection in the post stays */
    button.addEventListener("click", () => {
      if (!story()) return;
      if (!selected() && !picked) return say("Select words in the post first");
      open(button.dataset.c);
    });
  });
  $("prev").addEventListener("click", () => go(state.at - 1));
  $("next").addEventListener("click", () => go(state.at + 1));
  $("open").addEventListener("click", unfinished);
  $("undo").addEventListener("click", back);
  $("all").addEventListener("click", () => {
    const on = $("all").getAttribute("aria-pressed") !== "true";
    $("all").setAttribute("aria-pressed", String(on));
    $("all").textContent = on ? "Show one" : "Show all";
    show();
  });
  $("help").addEventListener("click", () => {
    $("keys").hidden = !$("keys").hidden;
    $("help").setAttribute("aria-expanded", String(!$("keys").hidden));
  });

  $("save").addEventListener("click", () => {
    const text = sheetTable(facts, posts, item => codes(item.id));
    const link = d.createElement("a"), half = posts.filter(item => touched(codes(item.id)) && lacks(codes(item.id)));
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
    link.download = facts.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    say(half.length ? "Downloaded, but half coded: post " + half.map(item => posts.indexOf(item) + 1).join(", ") : "Downloaded " + facts.file);
  });

  addEventListener("beforeunload", event => { if (!store.kept() && Object.keys(state.codes).length) event.preventDefault(); });
  sheetTheme($("theme"));
  state = store.read(found => posts[found.at]) || state;
  show();
})();
