//! The verbs: every rule of the product.
