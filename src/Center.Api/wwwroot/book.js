// Counts a hold down. Without it the page still says until when the place is kept.

const timer = document.querySelector("[data-seconds]");

if (timer) {
  const end = Date.now() + Number(timer.dataset.seconds) * 1000;
  const clock = timer.querySelector("[role=timer]");
  const said = timer.querySelector("[role=status]");
  const soon = 60;
  const grace = 1_500;

  const tick = () => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    timer.classList.toggle("soon", left <= soon);
    if (left <= soon && said.textContent === "") {
      said.textContent = timer.dataset.soon;
    }
    if (left === 0) {
      clearInterval(ticking);
      // The server says what became of it.
      setTimeout(() => location.reload(), grace);
    }
  };

  const ticking = setInterval(tick, 1000);
  timer.hidden = false;
  tick();
}
