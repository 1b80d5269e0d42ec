// What is doubtful about a reading before it is sent. The server judges again, by all rules.
export function readNumber(text) {
  const plain = text.trim().replace(",", ".");
  return /^\d+(\.\d{1,3})?$/.test(plain) ? Number(plain) : null;
}

export function judge(slip, value, words, show) {
  const fill = (text, given) => text.replace(/%\((\w+)\)s/g, (_all, name) => given[name]);
  if (value >= 10 ** slip.digits) return { stops: true, text: fill(words.digits, { number: slip.digits }) };
  if (slip.last === null) return null;
  const turned = value + 10 ** slip.digits;
  if (value < slip.last && !(slip.most !== null && turned <= slip.most)) {
    return { stops: false, text: fill(words.below, { last: show(slip.last) }) };
  }
  if (slip.most !== null && value > slip.most) {
    return { stops: false, text: fill(words.above, { expected: slip.expected === null ? "—" : show(slip.expected) }) };
  }
  if (value === slip.last && slip.expected !== null && slip.expected - slip.last >= 2) return { stops: false, text: words.same };
  return null;
}
