package dev.portcullis.core.http;

/// Is told of every request that Portcullis itself refuses, once its client is known.
public interface RefusalListener {

    void refused(Exchange exchange, Refusal refusal);
}
