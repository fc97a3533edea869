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

// Of a log's entries each one once, and of a traceback what was raised last.
function sentences(text) {
    const entries = (text || "").split(/\n(?=\[[A-Z]+\] )/).map(entry => entry.trim());
    const raised = entries.map(entry => entry.includes("Traceback (most recent call") ? entry.split("\n").pop() : entry);
    const words = raised.map(entry => entry.trim().replace(/^\[[A-Z]+\] |^(\w+\.)+\w+: /, ""));
    const empty = /^$|^Please see the the above traceback|^There was an error processing assignment/;
    return [...new Set(words.filter(entry => !empty.test(entry)))].join("\n");
}
if (window.createLogModal) {
    const dialog = window.createLogModal;
    window.createLogModal = (id, title, message, log, error) => {
        const said = sentences(log), raised = sentences(error);
        return dialog(id, title, message, said, said.includes(raised) ? "" : raised);
    };
}

// Columns of nbgrader's exchange, which this course does without.
$("thead th").each((index, head) => {
    if (HIDDEN.includes(head.textContent.trim()))
        $("head").append(`<style>:is(thead, tbody) > tr > :nth-child(${index + 1}) { display: none }</style>`);
});
