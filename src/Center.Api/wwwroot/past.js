// Says which time of day the slider stands at while it moves. Without it the page works the same.

const at = document.getElementById("at");
const told = document.getElementById("at-told");

const digits = (number) => String(number).padStart(2, "0");

at.addEventListener("input", () => {
  const minutes = Number(at.value);
  const clock = `${digits(Math.floor(minutes / 60))}:${digits(minutes % 60)}`;
  told.value = clock;
  at.setAttribute("aria-valuetext", clock);
});
