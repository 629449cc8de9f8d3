// Says whether the bakery is open: Tuesday to Saturday, from 7 to 14 o'clock.
(function () {
  "use strict";
  var now = new Date();
  var day = now.getDay();
  var open = day >= 2 && day <= 6 && now.getHours() >= 7 && now.getHours() < 14;
  document.getElementById("open").textContent = open ? "We are open." : "We are closed right now.";
})();
