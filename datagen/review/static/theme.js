/** Light, dark or as the system has it; the choice is kept in this browser. */

const THEMES = ["system", "light", "dark"];
const THEME_KEY = "datagen-review-theme";

/** Storage can be forbidden: then nothing is kept. @param {string} key @returns {string} "" where there is nothing */
export function readKept(key) {
  try {
    return localStorage.getItem(key) ?? "";
  } catch {
    return "";
  }
}

/** @param {string} key @param {string} value */
export function keep(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // not kept: the page works without
  }
}

/** @returns {string} the theme in force */
export function applyTheme() {
  const kept = readKept(THEME_KEY);
  const theme = THEMES.includes(kept) ? kept : "system";
  document.documentElement.dataset.theme = theme;
  return theme;
}

/** @returns {string} the next theme, now in force */
export function changeTheme() {
  const next = THEMES[(THEMES.indexOf(applyTheme()) + 1) % THEMES.length];
  keep(THEME_KEY, next);
  return applyTheme();
}
