// The columns of a list in one's own order: each can go a place up in the menu, and stands in the list as there.
for (const button of document.querySelectorAll("[data-column-up]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const row = button.closest("[data-column]");
    const before = row.previousElementSibling;
    if (before?.matches("[data-column]")) before.before(row);
    button.focus();
  });
}
