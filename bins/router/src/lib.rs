//! Door: HTTP. Wires rooms, mounts the API, serves the frontend.
