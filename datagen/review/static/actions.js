/** What keys and buttons of the live page do, by the names of the table of keys. */

import { fetchProvenance } from "./api.js";
import { element, fixture } from "./elements.js";
import { toggleFilters } from "./filters.js";
import { scrollColumn } from "./keyboard.js";
import { showToast, speak } from "./notices.js";
import { fillPanel, toggleHelp, toggleJump, togglePanel } from "./panels.js";
import { renderProvenance } from "./provenance.js";
import { renderStatistics } from "./statistics.js";
import { changeTheme } from "./theme.js";

/** @typedef {ReturnType<typeof buildActions>} Actions by the names of the table of keys */

/**
 * @param {import("./desk.js").Desk} desk
 * @param {(name: string) => void} rename the reviewer
 */
export function buildActions(desk, rename) {
  return { ...decidingActions(desk), ...movingActions(desk, rename), ...lookingActions(desk) };
}

/** @param {import("./desk.js").Desk} desk */
function decidingActions(desk) {
  const decide = (decision, reasons) => desk.decides() && desk.review.decide(decision, reasons);
  return {
    accept: () => decide("accept"),
    reject: () => {
      if (!desk.decides()) return;
      if (desk.bar.choosing()) desk.bar.closeReasons();
      else desk.bar.openReasons();
    },
    confirm: () => decide("reject", desk.bar.chosen()),
    reason: (key) => {
      const reason = desk.review.state.reasons.find((row) => String(row.key) === key);
      if (!reason || !desk.decides()) return;
      if (desk.bar.choosing()) desk.bar.toggleReason(reason.name);
      else desk.review.decide("reject", [reason.name]);
    },
    skip: () => decide("skip"),
    flag: () => decide("flag"),
    undo: () => !desk.editor && desk.review.undo(),
    edit: () => desk.decides() && desk.edit(),
    note: () => desk.bar.note.focus(),
  };
}

/** @param {import("./desk.js").Desk} desk @param {(name: string) => void} rename */
function movingActions(desk, rename) {
  const { review } = desk;
  const queue = () =>
    desk.moves(() =>
      toggleFilters({ ...review.route }, review.state, review.reviewer, {
        choose: (changes) => review.choose(changes),
        count: (name) => review.count(name),
        rename,
        renew: () => review.renewState(),
      }),
    );
  return {
    next: () => desk.moves(() => review.go(1)),
    previous: () => desk.moves(() => review.go(-1)),
    jump: () => desk.moves(() => toggleJump((id) => review.jump(id))),
    queue,
    search: () =>
      desk.moves(() => {
        queue();
        /** @type {HTMLInputElement | null} */ (document.getElementById("filter-q"))?.select();
      }),
  };
}

/** @param {import("./desk.js").Desk} desk */
function lookingActions(desk) {
  const { main, review } = desk;
  return {
    down: (key) => scrollColumn(main.querySelector(".talk"), 1, key),
    up: (key) => scrollColumn(main.querySelector(".talk"), -1, key),
    boxes: () => speak(main.classList.toggle("without-boxes") ? "Boxes hidden" : "Boxes shown"),
    difference: () => {
      const changes = /** @type {HTMLDetailsElement | null} */ (main.querySelector("details.changes"));
      if (!changes) return showToast("Nothing was changed on this card.");
      changes.open = !changes.open;
      if (changes.open) changes.scrollIntoView({ block: "nearest" });
    },
    provenance: () => toggleProvenance(review.card),
    statistics: async () => {
      const dialog = togglePanel("statistics", "Statistics", () => renderStatistics(review.state), "v");
      if (!dialog) return;
      await review.renewState().catch(() => {});
      fillPanel(dialog, ...renderStatistics(review.state));
    },
    theme: () => {
      speak(`Theme: ${changeTheme()}`);
      desk.showStatus();
    },
    help: toggleHelp,
    close: () => {
      if (desk.bar.choosing()) desk.bar.closeReasons();
      else if (desk.editor) desk.editor.leave();
      else fixture("toast").hidden = true;
    },
  };
}

/** @param {any} card */
async function toggleProvenance(card) {
  if (!card) return;
  if (card.hidden) return showToast("Withheld in the audit: the attempts tell what the checks found.");
  const dialog = togglePanel("provenance", `Where ${card.id} comes from`, () => renderProvenance(card, null), "i");
  if (!dialog) return;
  try {
    fillPanel(dialog, ...renderProvenance(card, await fetchProvenance(card.id)));
  } catch (error) {
    fillPanel(dialog, element("p", { class: "fault", role: "alert" }, error.message));
  }
}
