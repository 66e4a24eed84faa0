using Guidon.Events;
using Guidon.Storage.Model;
using Microsoft.EntityFrameworkCore;

namespace Guidon.Storage;

/// <summary>The relational model of what operators write, once, for both engines. The tables are made by each engine's own migrations.</summary>
/// <param name="options">Engine and connection.</param>
public sealed class ControlPlane(DbContextOptions<ControlPlane> options) : DbContext(options)
{
    /// <summary>Tenants.</summary>
    public DbSet<Organisation> Organisations => Set<Organisation>();

    /// <summary>People.</summary>
    public DbSet<UserAccount> Users => Set<UserAccount>();

    /// <summary>Who belongs to which organisation.</summary>
    public DbSet<OrganisationMember> Members => Set<OrganisationMember>();

    /// <summary>Keys of the management API.</summary>
    public DbSet<MasterApiKey> MasterApiKeys => Set<MasterApiKey>();

    /// <summary>Projects.</summary>
    public DbSet<Project> Projects => Set<Project>();

    /// <summary>Environments.</summary>
    public DbSet<ProjectEnvironment> Environments => Set<ProjectEnvironment>();

    /// <summary>Server-side SDK keys.</summary>
    public DbSet<ServerKey> ServerKeys => Set<ServerKey>();

    /// <summary>Features.</summary>
    public DbSet<Feature> Features => Set<Feature>();

    /// <summary>Variants.</summary>
    public DbSet<MultivariateOption> MultivariateOptions => Set<MultivariateOption>();

    /// <summary>Defaults and overrides.</summary>
    public DbSet<FeatureState> FeatureStates => Set<FeatureState>();

    /// <summary>Weights of variants.</summary>
    public DbSet<MultivariateWeight> MultivariateWeights => Set<MultivariateWeight>();

    /// <summary>Audiences.</summary>
    public DbSet<Segment> Segments => Set<Segment>();

    /// <summary>What nodes serve from.</summary>
    public DbSet<PublishedDocument> PublishedDocuments => Set<PublishedDocument>();

    /// <summary>Events that the store appends to the log in the transaction that saves this context.</summary>
    public List<NewEvent> Outbox { get; } = [];

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MicrosecondsConverter>();
        configurationBuilder.Properties<Guid>().HaveConversion<UuidConverter>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Organisation>().ToTable("organisation");
        modelBuilder.Entity<UserAccount>().ToTable("user_account");
        modelBuilder.Entity<OrganisationMember>().ToTable("organisation_member")
            .HasKey(member => new { member.OrganisationId, member.UserId });
        modelBuilder.Entity<MasterApiKey>().ToTable("master_api_key");
        modelBuilder.Entity<Project>().ToTable("project");
        modelBuilder.Entity<ProjectEnvironment>().ToTable("environment");
        modelBuilder.Entity<ServerKey>().ToTable("server_key");
        modelBuilder.Entity<Feature>().ToTable("feature");
        modelBuilder.Entity<MultivariateOption>().ToTable("multivariate_option");
        modelBuilder.Entity<FeatureState>().ToTable("feature_state");
        modelBuilder.Entity<MultivariateWeight>().ToTable("multivariate_weight");
        modelBuilder.Entity<Segment>().ToTable("segment").Property(segment => segment.Rules).HasConversion<RulesConverter>();
        modelBuilder.Entity<PublishedDocument>().ToTable("environment_document").HasKey(document => document.EnvironmentId);
        modelBuilder.Entity<PublishedDocument>().Property(document => document.EnvironmentId).ValueGeneratedNever();
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()))
            property.SetColumnName(SnakeCase(property.Name));
        if (Database.ProviderName?.EndsWith("PostgreSQL", StringComparison.Ordinal) == true) IgnoreCase(modelBuilder);
    }

    // SQLite's columns say NOCASE themselves; parameters for PostgreSQL must have the type of the column, or they would be compared as plain text.
    private static void IgnoreCase(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<UserAccount>().Property(user => user.Email).HasColumnType("citext");
        modelBuilder.Entity<Feature>().Property(feature => feature.Name).HasColumnType("citext");
    }

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((letter, at) => char.IsUpper(letter) && at > 0 ? "_" + char.ToLowerInvariant(letter)
            : char.ToLowerInvariant(letter).ToString()));
}
