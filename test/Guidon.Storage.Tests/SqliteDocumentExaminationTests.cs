namespace Guidon.Storage.Tests;

public sealed class SqliteDocumentExaminationTests() : DocumentExaminationCompliance(SqliteTestStore.Open);
