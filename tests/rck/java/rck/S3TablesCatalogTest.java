package rck;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.catalog.CatalogTests;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * Iceberg's catalog tests through its REST client, signed for S3 Tables. Catalog properties come from system properties
 * that begin with "catalog.".
 */
public class S3TablesCatalogTest extends CatalogTests<RESTCatalog> {
  // The client's own properties that some tests count on.
  private static final Map<String, String> CLIENT_PROPERTIES =
      Map.of(
          "table-default.default-key1", "catalog-default-key1",
          "table-default.default-key2", "catalog-default-key2",
          "table-default.override-key3", "catalog-default-key3",
          "table-override.override-key3", "catalog-override-key3",
          "table-override.override-key4", "catalog-override-key4");

  private static RESTCatalog shared;

  private static RESTCatalog open(String name, Map<String, String> more) {
    Map<String, String> properties = new HashMap<>(CLIENT_PROPERTIES);
    System.getProperties()
        .forEach(
            (key, value) -> {
              if (key.toString().startsWith("catalog.")) {
                properties.put(key.toString().substring("catalog.".length()), value.toString());
              }
            });
    properties.putAll(more);
    RESTCatalog catalog = new RESTCatalog();
    catalog.setConf(new Configuration());
    catalog.initialize(name, properties);
    return catalog;
  }

  private static void empty(RESTCatalog catalog) {
    for (Namespace namespace : catalog.listNamespaces()) {
      for (TableIdentifier table : catalog.listTables(namespace)) {
        catalog.dropTable(table, true);
      }
      catalog.dropNamespace(namespace);
    }
  }

  @BeforeAll
  static void start() {
    shared = open("rck", Map.of());
  }

  @AfterAll
  static void stop() throws IOException {
    shared.close();
  }

  @BeforeEach
  @AfterEach
  void clean() {
    empty(shared);
  }

  @Override
  protected RESTCatalog catalog() {
    return shared;
  }

  @Override
  protected RESTCatalog initCatalog(String name, Map<String, String> properties) {
    return open(name, properties);
  }

  // What S3 Tables documents: one level of namespaces, made before their tables; names of lower-case letters, digits and
  // underscores; no namespace properties; a storage location of the service's own choice.

  @Override
  protected boolean requiresNamespaceCreate() {
    return true;
  }

  @Override
  protected boolean supportsNamespaceProperties() {
    return false;
  }

  @Override
  protected boolean supportsNestedNamespaces() {
    return false;
  }

  @Override
  protected boolean supportsNamesWithSlashes() {
    return false;
  }

  @Override
  protected boolean supportsNamesWithDot() {
    return false;
  }

  @Override
  protected boolean supportsServerSideRetry() {
    return true;
  }

  @Override
  protected boolean overridesRequestedLocation() {
    return true;
  }
}
