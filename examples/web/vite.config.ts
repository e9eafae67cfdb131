import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  build: { outDir: "dist/page", target: "es2022" },
  // `npm run dev` beside `npm start`: the page comes from Vite, summaries from the server.
  server: { proxy: { "/api": "http://localhost:3000" } },
});
