package dev.portcullis.acme.order;

/// The order that is worked on.
///
/// @param view as the authority showed it last
/// @param made whether it was made just now, and not taken up again
record Current(OpenOrder order, OrderView view, boolean made) {

    Current with(OrderView now) {
        return new Current(order, now, made);
    }
}
