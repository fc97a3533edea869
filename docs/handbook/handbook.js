// Sphinx marks the words that were searched for, and stops at one in the title of furo's icons ("light mode").
document.addEventListener("DOMContentLoaded", () => {
  for (const title of document.querySelectorAll("svg title")) title.classList.add("nohighlight");
});
