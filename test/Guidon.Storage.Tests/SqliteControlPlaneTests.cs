namespace Guidon.Storage.Tests;

public sealed class SqliteControlPlaneTests() : ControlPlaneCompliance(SqliteTestStore.Open);
