// Finds what assistive technology would call by a role and a name. Run in the page by roles.rs, which then asks the browser
// itself for the role and the name of what was found, so a mistake here cannot pass for the page's.
const [wantedRole, wantedName, scope] = arguments;

const BY_TAG = {
  A: (e) => (e.hasAttribute("href") ? "link" : ""),
  BUTTON: () => "button",
  SUMMARY: () => "button",
  H1: () => "heading", H2: () => "heading", H3: () => "heading", H4: () => "heading",
  SELECT: (e) => (e.multiple || e.size > 1 ? "listbox" : "combobox"),
  OPTION: () => "option",
  TEXTAREA: () => "textbox",
  DIALOG: () => "dialog",
  MAIN: () => "main",
  NAV: () => "navigation",
  LI: () => "listitem",
  FIELDSET: () => "group",
  INPUT: (e) =>
    ({ button: "button", submit: "button", checkbox: "checkbox", radio: "radio", range: "slider", number: "spinbutton", search: "searchbox" })[e.type] ??
    (e.list ? "combobox" : "textbox"),
};
const NAMED_BY_CONTENT = ["button", "link", "heading", "option", "menuitem", "tab", "radio", "checkbox", "treeitem", "switch", "cell", "rowheader", "menuitemradio"];

const flat = (text) => (text ?? "").replace(/\s+/g, " ").trim();
const roleOf = (e) => e.getAttribute("role")?.split(" ")[0] || BY_TAG[e.tagName]?.(e) || "";

function textOf(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true") return "";
  if (node.tagName === "STYLE" || node.tagName === "SCRIPT" || !node.checkVisibility()) return "";
  const label = node.getAttribute("aria-label");
  if (label) return ` ${label} `;
  const inner = [...node.childNodes].map(textOf).join("");
  return getComputedStyle(node).display.startsWith("inline") ? inner : ` ${inner} `;
}

function nameOf(e) {
  const by = e.getAttribute("aria-labelledby");
  if (by) return flat(by.split(/\s+/).map((id) => textOf(document.getElementById(id) ?? new Text(""))).join(" "));
  if (e.getAttribute("aria-label")) return flat(e.getAttribute("aria-label"));
  if (e.labels?.length) return flat([...e.labels].map((label) => [...label.childNodes].filter((n) => n !== e).map(textOf).join("")).join(" "));
  if (e.tagName === "FIELDSET") return flat(e.querySelector("legend")?.textContent);
  if (NAMED_BY_CONTENT.includes(roleOf(e))) {
    const own = flat([...e.childNodes].map(textOf).join(""));
    if (own) return own;
  }
  return flat(e.getAttribute("alt") || e.getAttribute("title") || e.getAttribute("placeholder") || "");
}

const modal = [...document.querySelectorAll("dialog")].filter((d) => d.matches(":modal")).pop();
const reachable = (e) =>
  e.checkVisibility({ visibilityProperty: true }) && !e.closest('[aria-hidden="true"], [inert]') && (!modal || modal.contains(e));

const found = [];
for (const e of (scope ?? document).querySelectorAll("*")) {
  if (roleOf(e) === wantedRole && reachable(e)) found.push({ element: e, name: nameOf(e) });
}
if (wantedName === null) return found;
const exact = found.filter(({ name }) => name === wantedName);
if (exact.length) return exact;
// A name may go on, as "lb, load balancer, working" does; it may not go on within a word.
return found.filter(({ name }) => name.startsWith(wantedName) && !/^[\p{L}\p{N}_-]/u.test(name.slice(wantedName.length)));
