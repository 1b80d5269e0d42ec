// The form of a connection: a tap on the map is written into the form's hidden fields.
document.addEventListener("hydria:pick", ({ detail }) => {
  document.getElementById("id_lon").value = detail.lon.toFixed(7);
  document.getElementById("id_lat").value = detail.lat.toFixed(7);
});
