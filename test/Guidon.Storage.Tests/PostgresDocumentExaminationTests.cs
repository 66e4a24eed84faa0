namespace Guidon.Storage.Tests;

[Trait("Category", "External")]
public sealed class PostgresDocumentExaminationTests() : DocumentExaminationCompliance(PostgresTestStore.Open);
