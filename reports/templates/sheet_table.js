/* the very columns and quoting of the CSV that lies beside the page */
const sheetTable = (facts, posts, codes) => {
  const risky = /^(?='*[=+\-@＝＋－＠\t\r\n])|(?<=[;\t\r\n])(?='*[=+\-@＝＋－＠])/g;
  const safe = text => text.replace(risky, "'");
  const cell = text => /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
  const row = item => {
    const one = codes(item), open = one.genre === "experience" || !one.genre;
    const found = { post: item.id, codebook: facts.mark, title: item.title, text: item.text, genre: one.genre, notes: one.notes };
    if (open) {
      facts.causes.forEach(([id]) => {
        found[id] = one.level[id] || "";
        found[id + facts.words] = (one.words[id] || []).map(([start, end]) => item.text.slice(start, end)).join(facts.between);
      });
      facts.outcomes.forEach(id => { found[id] = one.outcomes.includes(id) ? facts.yes : ""; });
    }
    const reaction = open ? one.reaction : ""; /* a number: no spreadsheet runs it */
    return facts.columns.map(name => cell(name === "reaction" ? reaction : safe(found[name] || ""))).join(",");
  };
  return "\ufeff" + [facts.columns.join(","), ...posts.map(row)].map(line => line + "\r\n").join("");
};
