// A screen that several people use: what one left behind is not shown to the next. Any touch says "I am here".
"use strict";
(() => {
  const still = document.querySelector("dialog.still");
  if (!still) return;
  const quiet = Number(still.dataset.quiet) * 1000, wait = Number(still.dataset.wait) * 1000;
  let timer;
  const leave = () => location.replace(still.dataset.home);
  const ask = () => {
    still.showModal();
    timer = setTimeout(leave, wait);
  };
  const here = () => {
    clearTimeout(timer);
    if (still.open) still.close();
    timer = setTimeout(ask, quiet);
  };
  for (const what of ["pointerdown", "keydown", "input", "scroll"]) addEventListener(what, here, { passive: true });
  still.addEventListener("close", here);
  here();
})();
