import js from "@eslint/js";
import globals from "globals";

// Copied by tools/lint.py beside the packages it imports.
export default [
    js.configs.recommended,
    {
        languageOptions: {
            ecmaVersion: 2022,
            sourceType: "module",
            globals: {...globals.browser, luxon: "readonly", owl: "readonly"},
        },
        linterOptions: {reportUnusedDisableDirectives: "error"},
        rules: {
            curly: "error",
            eqeqeq: "error",
            "max-lines-per-function": ["error", {max: 40, skipBlankLines: true, skipComments: true}],
            "no-console": "error",
            "no-shadow": "error",
            "no-var": "error",
            "object-shorthand": "error",
            "prefer-const": "error",
            "prefer-template": "error",
        },
    },
];
