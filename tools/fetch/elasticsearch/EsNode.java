import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.elasticsearch.common.logging.LogConfigurator;
import org.elasticsearch.common.settings.Settings;
import org.elasticsearch.env.Environment;
import org.elasticsearch.node.InternalSettingsPreparer;
import org.elasticsearch.node.Node;
import org.elasticsearch.plugins.PluginBundle;
import org.elasticsearch.plugins.PluginsLoader;

/**
 * Runs one Elasticsearch node until SIGTERM, or until the process that it belongs to is gone.
 * Arguments: home folder, configuration folder, id of the process that it belongs to.
 */
public final class EsNode {
  public static void main(String[] args) throws Exception {
    endWith(Long.parseLong(args[2]));
    Environment environment = environment(args[0], Path.of(args[1]).toAbsolutePath());
    configureLogging(environment);
    // false: the server is on the class path, not a named module, so it has no exports to extend
    PluginsLoader loader =
        PluginsLoader.createPluginsLoader(modules(environment.modulesDir()), Set.of(), Map.of(), false);
    Node node = new Node(environment, loader);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node)));
    node.start();
    new CountDownLatch(1).await();
  }

  /** However its owner ends, SIGKILL included, the node does not outlive it. */
  private static void endWith(long owner) {
    ProcessHandle.of(owner)
        .ifPresentOrElse(
            process -> process.onExit().thenRun(() -> System.exit(0)),
            () -> System.exit(0));
  }

  private static Environment environment(String home, Path config) {
    Settings settings = Settings.builder().put("path.home", home).build();
    return InternalSettingsPreparer.prepareEnvironment(settings, Map.of(), config, () -> "node-0");
  }

  private static void configureLogging(Environment environment) throws Exception {
    LogConfigurator.registerErrorListener();
    LogConfigurator.setClusterName(environment.settings().get("cluster.name"));
    LogConfigurator.configure(environment, true);
    LogConfigurator.setNodeName("node-0");
  }

  /** 8.x takes the folder, 9.x the folder and a flag. */
  @SuppressWarnings("unchecked")
  private static Set<PluginBundle> modules(Path dir) throws Exception {
    for (Method method : PluginsLoader.class.getMethods()) {
      if (method.getName().equals("loadModulesBundles")) {
        Object[] arguments = method.getParameterCount() == 1 ? new Object[] {dir} : new Object[] {dir, false};
        return (Set<PluginBundle>) method.invoke(null, arguments);
      }
    }
    throw new IllegalStateException("PluginsLoader.loadModulesBundles is gone");
  }

  private static void close(Node node) {
    try {
      node.prepareForClose();
      node.close();
      node.awaitClose(8, TimeUnit.SECONDS);
    } catch (Exception e) {
      e.printStackTrace();
    }
  }
}
