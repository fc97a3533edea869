// What nbgrader's lists would say otherwise: "None, None", a traceback, and buttons that cannot work.

// A student is called by what is known of the name, else by the id.
for (const [kind, place, id] of [["SubmissionUI", "$student_name", "student"], ["StudentUI", "$name", "id"]]) {
    if (!window[kind]) continue;
    const view = window[kind].prototype, render = view.render;
    view.render = function () {
        render.apply(this, arguments);
        const names = [this.model.get("last_name"), this.model.get("first_name")].filter(Boolean);
        const name = names.join(", ") || this.model.get(id), cell = this[place];
        const link = cell.attr("data-order", name).find("a");
        (link.length ? link : cell).text(name);
    };
}

// Of a traceback, what was raised.
function sentences(text) {
    if (!text || !text.includes("Traceback (most recent call last)")) return text;
    const left_out = /^\s|^$|Traceback \(most recent|^(During handling|The above exception)|Please see the the above|There was an error processing/;
    const lines = text.split("\n").filter(line => !left_out.test(line));
    return [...new Set(lines.map(line => line.replace(/^(\w+\.)+(?=\w+: )/, "")))].join("\n");
}
if (window.createLogModal) {
    const dialog = window.createLogModal;
    window.createLogModal = (id, title, message, log, error) => dialog(id, title, message, sentences(log), sentences(error));
}

// Columns of nbgrader's exchange, which this course does without.
$("thead th").each((index, head) => {
    if (HIDDEN.includes(head.textContent.trim()))
        $("head").append(`<style>:is(thead, tbody) > tr > :nth-child(${index + 1}) { display: none }</style>`);
});
